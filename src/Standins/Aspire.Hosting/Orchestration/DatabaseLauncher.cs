using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Aspire.Hosting.Orchestration;

/// <summary>Creates the databases, each with a login of its own, once their server answers.</summary>
internal sealed class DatabaseLauncher(IConfiguration configuration, Workplace workplace, SecretMask mask) : ILauncher
{
    public string CheckName(IResource resource) => $"{resource.Name}_check";

    public async Task<RunningResource> LaunchAsync(IResource resource, CancellationToken cancellationToken)
    {
        var database = (PostgresDatabaseResource)resource;
        var given = configuration.GetConnectionString(database.Name);
        database.ConnectionString = given ?? await CreateAsync(database, cancellationToken);
        mask.AddFrom(database.ConnectionString);
        return new StandingResource
        {
            // No address here: the dashboard would take the first database of a server for all of them.
            Properties = [new("resource.source", given is null ? database.DatabaseName : "given connection string")],
        };
    }

    public async Task<string?> CheckAsync(IResource resource, CancellationToken cancellationToken) =>
        await PostgresDatabase.AnswersAsync(((PostgresDatabaseResource)resource).ConnectionString!, cancellationToken) ? null : "It does not answer.";

    private async Task<string> CreateAsync(PostgresDatabaseResource database, CancellationToken cancellationToken)
    {
        var superuser = (await database.Parent.GetConnectionStringAsync(cancellationToken))!;
        var login = database.DatabaseName;
        var password = workplace.Secret(login);
        mask.Add(password);
        await PostgresDatabase.EnsureAsync(superuser, database.DatabaseName, login, password, cancellationToken);
        return new NpgsqlConnectionStringBuilder(superuser) { Database = database.DatabaseName, Username = login, Password = password }.ConnectionString;
    }
}
