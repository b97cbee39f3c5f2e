using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using EGovPlatform.Access;
using EGovPlatform.AppHost;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
ProductionSettings.Check(builder.Configuration, builder.Environment);
var secrets = new DevelopmentSecrets(builder);
var masterKey = builder.AddParameter("master-key", secrets.MasterKey, secret: true);

IServers servers = builder.Configuration["Servers:Profile"] switch
{
    null or "" => new SingleServers(builder),
    "ha" => new ClusteredServers(builder, secrets, ["countriesdb", "activitiesdb", "trainingdb", "reportingdb", "integrationdb"]),
    var other => throw new InvalidOperationException($"Servers:Profile is {other}; there is ha, or none."),
};

var identity = builder.AddDevIdentity();

var countries = Service<Projects.Countries>("countries");
var activities = Service<Projects.Activities>("activities");
var training = Service<Projects.Training>("training");
var reporting = Service<Projects.Reporting>("reporting").WithReference(servers.Cache).WaitFor(servers.Cache)
    .WithEnvironment("OpenData__License", "CC-BY-4.0").WithEnvironment("OpenData__LicenseUri", "https://creativecommons.org/licenses/by/4.0/");
// Whoever tries webhooks out listens on this machine.
var integration = Service<Projects.Integration>("integration").WithEnvironment("Webhooks__AllowPrivateTargets", "true").WithEnvironment("Sandbox__Workspace", "sandbox");

var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithEndpoint("http", endpoint => endpoint.Port = builder.Configuration.GetValue("Gateway:HttpPort", 8080))
    .WithEndpoint("grpc", endpoint => endpoint.Port = builder.Configuration.GetValue("Gateway:GrpcPort", 8081))
    .WithEnvironment("Access__DevelopmentKey", secrets.TokenKeyFile)
    .WithReference(servers.Cache).WaitFor(servers.Cache)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health");

var commands = new OperatorCommands(gateway.GetEndpoint("grpc"), secrets);
commands.AddProjectionTo(reporting);

IResourceBuilder<ProjectResource>[] services = [countries, activities, training, reporting, integration];
foreach (var service in services)
{
    gateway.WithReference(service).WaitFor(service);
    commands.AddTo(service);

    // A name another service owns is checked there; Reporting pulls there what it missed; Integration writes there.
    foreach (var other in services.Where(other => other != service))
    {
        service.WithReference(other);
    }
}

builder.Build().Run();

IResourceBuilder<ProjectResource> Service<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var database = servers.AddDatabase(name + "db");
    var migrate = servers.Precede(builder.AddProject<TProject>(name + "-migrate", project => project.ExcludeKestrelEndpoints = true))
        .WithArgs("migrate")
        .WithEnvironment("Access__DevelopmentKey", secrets.TokenKeyFile).WithEnvironment("Personal__MasterKey", masterKey).WithEnvironment("Personal__ErasureLedger", secrets.ErasureLedger)
        .WithReference(database).WaitFor(database)
        .WithReference(servers.Messaging);
    var service = builder.AddProject<TProject>(name).WithSignIn(identity)
        .WithEnvironment("Access__DevelopmentKey", secrets.TokenKeyFile).WithEnvironment("Personal__MasterKey", masterKey).WithEnvironment("Personal__ErasureLedger", secrets.ErasureLedger)
        .WithReference(database).WaitForCompletion(migrate)
        .WithReference(servers.Messaging).WaitFor(servers.Messaging)
        .WithHttpHealthCheck("/health");
    migrate.WithParentRelationship(service);
    return service;
}
