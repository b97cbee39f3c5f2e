using System.ComponentModel;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts projects (from their built output) and other programs.</summary>
internal sealed class ProcessLauncher(ResourceBoard board, SecretMask mask, DashboardSettings dashboard, IHostEnvironment host) : ILauncher
{
    // What the AppHost was told about itself is not meant for its children.
    private static readonly string[] Own = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_LAUNCH_PROFILE", "DOTNET_STARTUP_HOOKS"];

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public string? CheckName(IResource resource) => resource.Annotations.OfType<HttpHealthAnnotation>().FirstOrDefault() is { } check
        ? string.Create(CultureInfo.InvariantCulture, $"{resource.Name}_{check.EndpointName}_{check.Path}_{check.StatusCode}_check")
        : null;

    public async Task<RunningResource> LaunchAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = await ArgumentsAsync(resource, cancellationToken);
        var environment = await EnvironmentAsync(resource, cancellationToken);
        var (file, folder, properties) = Program(resource);
        RefuseTakenPorts(resource);
        var inherited = System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => Own.Contains(name, StringComparer.Ordinal) || name.StartsWith("ASPIRE_", StringComparison.Ordinal));
        var log = board.Log(resource);
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(new ChildProcessSpec(file, arguments)
            {
                WorkingDirectory = folder,
                Environment = inherited.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal)
                    .Concat(environment.Select(e => new KeyValuePair<string, string?>(e.Key, e.Value)))
                    .GroupBy(e => e.Key, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
                Output = (line, error) => log.Write(mask.Apply(line), error),
            });
        }
        catch (Win32Exception e)
        {
            throw new DistributedApplicationException($"{file} cannot be started: {e.Message}", e);
        }

        return new RunningProcess(process)
        {
            Environment = [.. environment.Select(e => new KeyValuePair<string, string>(e.Key, mask.Apply(e.Value)))],
            Properties = [.. properties, RunningProcess.Pid(process.Id), new("executable.workDir", folder), new("resource.appArgs", mask.Apply(string.Join(' ', arguments)))],
        };
    }

    public async Task<string?> CheckAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (resource.Annotations.OfType<HttpHealthAnnotation>().FirstOrDefault() is not { } check)
        {
            return null;
        }

        try
        {
            var url = ((IResourceWithEndpoints)resource).GetEndpoint(check.EndpointName).Url + check.Path;
            using var answer = await http.GetAsync(url, cancellationToken);
            return (int)answer.StatusCode == check.StatusCode ? null : $"{url} answered {(int)answer.StatusCode}.";
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return e.Message;
        }
    }

    private static async Task<List<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var arguments = new List<string>();
        foreach (var argument in context.Args)
        {
            arguments.Add(await TextAsync(argument, cancellationToken));
        }

        return arguments;
    }

    private static async Task<string> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static (string File, string Folder, List<ResourceProperty> Properties) Program(IResource resource)
    {
        if (resource is ExecutableResource executable)
        {
            return (executable.Command, executable.WorkingDirectory, [new("executable.path", executable.Command), new("resource.source", executable.Command)]);
        }

        var project = resource.Annotations.OfType<ProjectAnnotation>().Single();
        var target = project.TargetPath ?? throw new DistributedApplicationException($"{project.ProjectPath} is not among the AppHost's project references.");
        var program = Path.ChangeExtension(target, OperatingSystem.IsWindows() ? ".exe" : null);
        if (!File.Exists(program))
        {
            throw new DistributedApplicationException($"{program} was not found; build {project.ProjectPath} first.");
        }

        return (program, Path.GetDirectoryName(project.ProjectPath)!, [new("project.path", project.ProjectPath), new("resource.source", project.ProjectPath)]);
    }

    private static void RefuseTakenPorts(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.Port is > 0))
        {
            if (!Machine.IsFree(endpoint.AllocatedPort))
            {
                throw new DistributedApplicationException($"Port {endpoint.AllocatedPort} of endpoint {endpoint.Name} is in use by another program.");
            }
        }
    }

    private async Task<SortedDictionary<string, string>> EnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(new Dictionary<string, object>(StringComparer.Ordinal), cancellationToken);
        if (resource is ProjectResource)
        {
            context.EnvironmentVariables["ASPNETCORE_ENVIRONMENT"] = host.EnvironmentName;
            context.EnvironmentVariables["DOTNET_ENVIRONMENT"] = host.EnvironmentName;
            dashboard.WriteTelemetry(context.EnvironmentVariables, resource.Name, board[resource].InstanceId);
        }

        WriteEndpoints(resource, context.EnvironmentVariables);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            texts[name] = await TextAsync(value, cancellationToken);
            if (value is ParameterResource { Secret: true })
            {
                mask.Add(texts[name]);
            }
        }

        return texts;
    }

    private static void WriteEndpoints(IResource resource, Dictionary<string, object> variables)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        foreach (var endpoint in endpoints.Where(e => e.PortVariable is not null))
        {
            variables[endpoint.PortVariable!] = endpoint.AllocatedPort;
        }

        foreach (var endpoint in endpoints.Where(e => e.FromKestrel))
        {
            variables[$"Kestrel__Endpoints__{endpoint.Name}__Url"] = endpoint.Url;
        }

        var urls = string.Join(';', endpoints.Where(e => !e.FromKestrel && e.PortVariable is null && e.UriScheme is "http").Select(e => e.Url));
        if (resource is ProjectResource && urls.Length > 0)
        {
            variables["ASPNETCORE_URLS"] = urls;
        }
    }
}
