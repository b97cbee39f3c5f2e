using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres");
var messaging = builder.AddRabbitMQ("messaging");
var cache = builder.AddRedis("cache");

var countries = Service<Projects.Countries>("countries");
var activities = Service<Projects.Activities>("activities");
var training = Service<Projects.Training>("training");
var reporting = Service<Projects.Reporting>("reporting").WithReference(cache).WaitFor(cache);

IResourceBuilder<ProjectResource>[] services = [countries, activities, training, reporting];
foreach (var service in services)
{
    // Names of other services' records are checked with their owners; Reporting pulls what it missed.
    foreach (var other in services.Where(other => other != service))
    {
        service.WithReference(other);
    }
}

var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithReference(cache).WaitFor(cache)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health");
foreach (var service in services)
{
    gateway.WithReference(service).WaitFor(service);
}

builder.Build().Run();

IResourceBuilder<ProjectResource> Service<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var database = postgres.AddDatabase(name + "db");
    var migrate = builder.AddProject<TProject>(name + "-migrate", project => project.ExcludeKestrelEndpoints = true)
        .WithArgs("migrate")
        .WithReference(database).WaitFor(database);
    return builder.AddProject<TProject>(name)
        .WithReference(database).WaitForCompletion(migrate)
        .WithReference(messaging).WaitFor(messaging)
        .WithHttpHealthCheck("/health");
}
