using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Google.Protobuf.WellKnownTypes;
using IconVariant = Aspire.Hosting.ApplicationModel.IconVariant;
using ResourceProperty = Aspire.Hosting.Orchestration.ResourceProperty;

namespace Aspire.Hosting.Dashboard;

/// <summary>Puts a snapshot into the dashboard's words.</summary>
internal static class WireResources
{
    public static Wire.Resource ToWire(this ResourceSnapshot snapshot, ResourceBoard board)
    {
        var resource = new Wire.Resource
        {
            Name = snapshot.Name,
            ResourceType = TypeOf(snapshot.Resource),
            DisplayName = snapshot.Resource.Name,
            Uid = snapshot.Name,
            State = snapshot.State,
            CreatedAt = snapshot.CreatedAt.ToTimestamp(),
            SupportsDetailedTelemetry = snapshot.Resource is ProjectResource,
        };

        // 143 is a program's answer to our own polite stop.
        if (snapshot is { State: ResourceStates.Exited, ExitCode: not null and not 143 })
        {
            resource.StateStyle = "error";
        }

        resource.StartedAt = snapshot.StartedAt?.ToTimestamp();
        resource.StoppedAt = snapshot.StoppedAt?.ToTimestamp();
        resource.Environment.AddRange(snapshot.Environment.Select(e => new Wire.EnvironmentVariable { Name = e.Key, Value = e.Value, IsFromSpec = true }));
        resource.Properties.AddRange(Properties(snapshot, board));
        resource.Urls.AddRange(snapshot.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.AllocatedPort > 0).Select(e => Url(e, snapshot)));
        resource.HealthReports.AddRange(snapshot.Health.Select(Health));
        resource.Relationships.AddRange(snapshot.Resource.Annotations.OfType<ResourceRelationshipAnnotation>()
            .Select(r => new Wire.ResourceRelationship { ResourceName = r.Resource.Name, Type = r.Type }).Distinct());
        resource.Commands.AddRange(ResourceCommands.For(snapshot).Select(Command));
        if (snapshot.Resource.Annotations.OfType<IconAnnotation>().LastOrDefault() is { } icon)
        {
            resource.IconName = icon.Name;
            resource.IconVariant = (Wire.IconVariant)icon.Variant;
        }

        return resource;
    }

    private static string TypeOf(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        ParameterResource => "Parameter",
        _ => resource.GetType().Name,
    };

    private static IEnumerable<Wire.ResourceProperty> Properties(ResourceSnapshot snapshot, ResourceBoard board)
    {
        foreach (var property in snapshot.Properties)
        {
            yield return Property(property);
        }

        if (snapshot.ExitCode is { } code)
        {
            yield return new Wire.ResourceProperty { Name = "resource.exitCode", Value = Value.ForNumber(code) };
        }

        if (snapshot.Resource.Annotations.OfType<ResourceRelationshipAnnotation>().FirstOrDefault(r => r.Type == "Parent") is { } parent)
        {
            yield return new Wire.ResourceProperty { Name = "resource.parentName", Value = Value.ForString(board[parent.Resource].Name) };
        }
    }

    private static Wire.ResourceProperty Property(ResourceProperty property)
    {
        var wire = new Wire.ResourceProperty { Name = property.Name, Value = Value.ForString(property.Value), IsSensitive = property.Sensitive };
        if (property.DisplayName is { } name)
        {
            wire.DisplayName = name;
        }

        return wire;
    }

    private static Wire.Url Url(EndpointAnnotation endpoint, ResourceSnapshot snapshot) => new()
    {
        EndpointName = endpoint.Name,
        FullUrl = endpoint.Url,
        IsInternal = false,
        IsInactive = snapshot.State != ResourceStates.Running,
        DisplayProperties = new Wire.UrlDisplayProperties { SortOrder = endpoint.Transport == "http2" ? 0 : 1, DisplayName = endpoint.Transport == "http2" ? $"{endpoint.Name} {endpoint.AllocatedPort}" : "" },
    };

    private static Wire.HealthReport Health(ResourceHealth health)
    {
        var report = new Wire.HealthReport { Key = health.Key, Description = health.Description, LastRunAt = health.CheckedAt?.ToTimestamp() };
        if (health.Healthy is { } healthy)
        {
            report.Status = healthy ? Wire.HealthStatus.Healthy : Wire.HealthStatus.Unhealthy;
        }

        return report;
    }

    private static Wire.ResourceCommand Command(ResourceCommand command)
    {
        var wire = new Wire.ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            State = (Wire.ResourceCommandState)command.State,
            IsHighlighted = command.IsHighlighted,
            IconVariant = command.IconVariant == IconVariant.Filled ? Wire.IconVariant.Filled : Wire.IconVariant.Regular,
        };
        if (command.IconName is { } icon)
        {
            wire.IconName = icon;
        }

        if (command.Description is { } description)
        {
            wire.DisplayDescription = description;
        }

        if (command.Confirmation is { } confirmation)
        {
            wire.ConfirmationMessage = confirmation;
        }

        return wire;
    }
}
