using System.CommandLine;
using EGovPlatform.Client;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov brief PE`: one country over all services.</summary>
internal static class BriefCommand
{
    public static Command Create()
    {
        var country = new Argument<string>("country") { Description = "ISO 3166-1 alpha-2 code." };
        var command = new Command("brief", "Everything about one country.") { country, Times.ValidOn, Times.KnownOn, Times.RecordedOn };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = new Session(parsed).Connect(Role.Viewer);
            var times = Times.Of(parsed);
            var brief = await new ReportService.ReportServiceClient(client.Invoker).GetCountryBriefAsync(
                new GetCountryBriefRequest
                {
                    Name = $"countries/{parsed.GetValue(country)!.ToUpperInvariant()}",
                    ValidOn = times.ValidOn,
                    KnownOn = times.KnownOn,
                    RecordedOn = times.RecordedOn,
                },
                cancellationToken: cancellation);
            Print(brief);
            return 0;
        });
        return command;
    }

    private static void Print(CountryBrief brief)
    {
        Console.WriteLine($"{brief.Country}  {string.Join(" / ", brief.Names.Select(n => n.Text).Distinct(StringComparer.Ordinal).Take(4))}");
        Section("Agreements", brief.Agreements);
        Section("Cooperation centers", brief.CooperationCenters);
        Section("National plans", brief.NationalPlans);
        Section("Memberships", brief.Memberships);
        Section("Programs", brief.Programs);
        Section("Projects", brief.Projects);
        Section("Support rounds", brief.Rounds);
        Section("Systems on their way", brief.Introductions);
        Section("Delegations", brief.Delegations);
        Section("Engagements", brief.Engagements);
        Section("Courses", brief.Courses);
        Section("People", brief.People);
        Section("Partner requests", brief.PartnerRequests);
        Section("Open follow-ups", brief.OpenFollowUps);
        Section("Publications", brief.Publications);
        foreach (var warning in brief.Warnings)
        {
            Console.WriteLine($"! {warning.Rule}: {warning.Message}");
        }
    }

    private static void Section(string title, IReadOnlyCollection<BriefEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        Console.WriteLine(title);
        foreach (var entry in entries)
        {
            var parts = new[]
            {
                entry.Date?.Edtf is { Length: > 0 } date ? date : "date unknown",
                entry.Title.Length > 0 ? entry.Title : entry.Name,
                entry.Kind,
                entry.State,
                entry.Count?.Text ?? "",
                entry.Answer == DateAnswer.Possibly ? "possibly" : "",
            };
            Console.WriteLine("  " + string.Join(" · ", parts.Where(p => p.Length > 0)));
        }
    }
}
