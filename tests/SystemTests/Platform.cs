using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Aspire.Hosting.Native;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.Tests.Notices;
using EGovPlatform.SystemTests;
using EGovPlatform.Testing;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

[assembly: AssemblyFixture(typeof(Platform))]

namespace EGovPlatform.SystemTests;

/// <summary>
/// The whole platform as real processes: the AppHost with private PostgreSQL, RabbitMQ and Redis below a folder of its
/// own, the five notices imported by the command line through the gateway.
/// </summary>
public sealed class Platform : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(3);

    private readonly int rest = Machine.FreePort();
    private readonly int grpc = Machine.FreePort();
    private readonly int resources = Machine.FreePort();
    private readonly List<string> lines = [];
    private Process? host;

    /// <summary>What the AppHost said.</summary>
    public IReadOnlyList<string> HostLines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    /// <summary>Where the AppHost tells the dashboard of resources and their consoles.</summary>
    public Uri ResourceService => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{resources}"));

    /// <summary>Where this run's mails go: by STARTTLS, with a login.</summary>
    public MailCatcher Mail { get; } = new(door: new MailDoor(MailDoor.SelfSigned(), Password: "only here"));

    /// <summary>Mailbox of the operators.</summary>
    public const string Operators = "operators@example.org";

    /// <summary>Databases, broker and keys of this run.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("egov-system-").FullName;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        var (code, output) = await EgovAsync(["import", .. Repository.Notices]);
        Assert.True(code == 0, output);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Mail.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>Starts the AppHost and waits until every resource is ready.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(Repository.AppHost) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.Combine(Repository.Root, "EGovPlatform.AppHost") };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["Aspire__DataDirectory"] = Data;
        start.Environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = ResourceService.ToString();
        start.Environment["Gateway__HttpPort"] = rest.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["Gateway__GrpcPort"] = grpc.ToString(System.Globalization.CultureInfo.InvariantCulture);
        UseMail(start);
        host = new Process { StartInfo = start, EnableRaisingEvents = true };
        host.OutputDataReceived += (_, e) => Heard(e.Data);
        host.ErrorDataReceived += (_, e) => Heard(e.Data);
        host.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The AppHost ended while starting."));
        host.Start();
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(StartLimit, TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            Assert.Fail($"The platform was not ready within {StartLimit}: {e.Message}\n{string.Join('\n', HostLines.TakeLast(60))}");
        }

        void Heard(string? line)
        {
            lock (lines)
            {
                lines.Add(line ?? "");
            }

            if (line?.Contains("Distributed application ready", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
            else if (line?.Contains("Distributed application not ready", StringComparison.Ordinal) == true)
            {
                ready.TrySetException(new InvalidOperationException(line));
            }
        }
    }

    // The services take the catcher's certificate for one they know.
    private void UseMail(ProcessStartInfo start)
    {
        var known = Path.Combine(Data, "mail.pem");
        File.WriteAllText(known, Mail.Door.Certificate!.ExportCertificatePem());
        start.Environment["SSL_CERT_FILE"] = known;
        start.Environment["Mail__Host"] = "127.0.0.1";
        start.Environment["Mail__Port"] = Mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["Mail__User"] = MailDoor.User;
        start.Environment["Mail__Password"] = Mail.Door.Password;
        start.Environment["Mail__BaseAddress"] = $"http://127.0.0.1:{rest}";
        start.Environment["Mail__OperatorAddress"] = Operators;
        start.Environment["Mail__Rhythm"] = "00:00:00.3";
    }

    /// <summary>Kills the AppHost without a word; its children must end by themselves.</summary>
    public async Task StopAsync()
    {
        if (host is null)
        {
            return;
        }

        host.Kill();
        await host.WaitForExitAsync(CancellationToken.None);
        host.Dispose();
        host = null;
        await Eventually.Async("all children of the killed AppHost to end", () => !Children().Any(), TimeSpan.FromSeconds(90));
    }

    /// <summary>Kills one service of this run and waits until it is gone.</summary>
    public async Task KillServiceAsync(string program)
    {
        var victims = Children().Where(p => p.Command.Contains(program, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(victims);
        victims.ForEach(v => Process.GetProcessById(v.Id).Kill());
        await Eventually.Async($"{program} to end", () => !Children().Any(p => p.Command.Contains(program, StringComparison.Ordinal)));
    }

    /// <summary>Runs the command line against this platform.</summary>
    public Task<(int Code, string Output)> EgovAsync(params string[] arguments) => RunAsync(Repository.Egov, arguments);

    /// <summary>Runs a script at the root of the repository as a user of this platform would; it ends with the first command that fails.</summary>
    public Task<(int Code, string Output)> ShellAsync(string script) => RunAsync("bash", ["-euo", "pipefail", "-c", $"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}"]);

    private async Task<(int Code, string Output)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Repository.Root };
        start.Environment["EGOV_REST"] = $"http://127.0.0.1:{rest}";
        start.Environment["EGOV_GRPC"] = $"http://127.0.0.1:{grpc}";
        start.Environment["Access__DevelopmentKey"] = KeyFile;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(CommandLimit);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(CommandLimit);
        return (process.ExitCode, output + await errors.WaitAsync(CommandLimit));
    }

    /// <summary>Address of the gateway's gRPC port for clients that take no scheme.</summary>
    public string GrpcAddress => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"127.0.0.1:{grpc}");

    /// <summary>A token this platform accepts.</summary>
    public string Token(params Role[] roles) => TokenFor("system-test", roles);

    /// <summary>The same for a certain subject.</summary>
    public string TokenFor(string subject, params Role[] roles) =>
        Issuer.Issue(subject, roles, TimeSpan.FromMinutes(30));

    /// <summary>Signs tokens this platform accepts.</summary>
    public TokenIssuer Issuer => new(DevelopmentKey.LoadOrCreate(KeyFile), TimeProvider.System);

    /// <summary>A channel to the gateway, as browsers make them when <paramref name="web"/>.</summary>
    public GrpcChannel Channel(bool web) => web
        ? GrpcChannel.ForAddress($"http://127.0.0.1:{rest}", new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new SocketsHttpHandler()), HttpVersion = new Version(1, 1), DisposeHttpClient = true })
        : GrpcChannel.ForAddress($"http://{GrpcAddress}");

    /// <summary>A JSON client of the gateway for a partner that speaks for these countries.</summary>
    public HttpClient Partner(params string[] countries) =>
        ClientWith(Issuer.Issue("system-test-partner", [Role.Partner], TimeSpan.FromMinutes(30), countries));

    /// <summary>A JSON client of the gateway with a token.</summary>
    public HttpClient Client(params Role[] roles) => ClientWith(roles.Length > 0 ? Token(roles) : null);

    private HttpClient ClientWith(string? token)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{rest}") };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }

    /// <summary>Files of this run, of whatever server, that hold a text.</summary>
    public IReadOnlyList<string> FilesWith(string text)
    {
        var wanted = System.Text.Encoding.UTF8.GetBytes(text);
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Data, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        {
            try
            {
                if (File.ReadAllBytes(file).AsSpan().IndexOf(wanted) >= 0)
                {
                    found.Add(file);
                }
            }
            catch (IOException)
            {
                // A server removed or grew the file just now.
            }
        }

        return found;
    }

    /// <summary>A setting that some service of this run was started with.</summary>
    public string Setting(string variable) => Children()
        .SelectMany(c => File.ReadAllText($"/proc/{c.Id}/environ").Split('\0'))
        .First(v => v.StartsWith(variable + "=", StringComparison.Ordinal))[(variable.Length + 1)..];

    /// <summary>Runs a statement in a service's database, behind its back.</summary>
    public async Task ExecuteAsync(string database, string sql, params object[] values)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(Setting($"ConnectionStrings__{database}"));
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private string KeyFile => Path.Combine(Data, "secrets/development-key.pem");

    /// <summary>Processes of this run: those whose environment names our data folder.</summary>
    private IEnumerable<(int Id, string Command)> Children()
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            string command, environment;
            try
            {
                command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                environment = File.ReadAllText(Path.Combine(folder, "environ"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (command.Length > 0 && (environment.Contains(Data, StringComparison.Ordinal) || command.Contains(Data, StringComparison.Ordinal)))
            {
                yield return (int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture), command);
            }
        }
    }
}
