using System.CommandLine;
using EGovPlatform.Access;

namespace EGovPlatform.Cli;

/// <summary>`egov certificates`: the certificates by which processes of the platform know each other.</summary>
internal static class CertificatesCommand
{
    private static readonly string[] Processes = ["gateway", "countries", "activities", "training", "reporting", "integration"];

    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Where ca.pem, ca.key and a file for each process are." };
        var days = new Option<int>("--days") { Description = "How long certificates are valid.", DefaultValueFactory = _ => 90 };
        var all = new Option<bool>("--all") { Description = "Renew also those with more than a third of their life left." };
        var authority = new Option<bool>("--new-authority") { Description = "Add a new authority to ca.pem, and nothing else; the next run issues from it." };
        var command = new Command("certificates", "Make and renew the certificates of gateway and services.") { folder, days, all, authority };
        command.SetAction(parsed =>
        {
            var maker = new CertificateMaker(parsed.GetValue(folder)!, TimeProvider.System);
            if (parsed.GetValue(authority))
            {
                maker.NewAuthority();
                Console.WriteLine("ca.pem has a new authority. Bring it to all processes, then run this again for their certificates.");
                return 0;
            }

            foreach (var process in Processes)
            {
                Console.WriteLine($"{process,-12} {(maker.Issue(process, TimeSpan.FromDays(parsed.GetValue(days)), parsed.GetValue(all)) ? "new" : "kept")}");
            }

            return 0;
        });
        return command;
    }
}
