using System.CommandLine;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Cli;

/// <summary>`egov token`: a development token on standard output.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var role = new Option<string[]>("--role") { Description = "viewer, editor, approver, council_member, training_officer, partner, auditor or operator; may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        var subject = new Option<string>("--subject") { Description = "Who the token is for.", DefaultValueFactory = _ => Environment.UserName };
        var hours = new Option<int>("--hours") { Description = "How long it is valid.", DefaultValueFactory = _ => 8 };
        var workspace = new Option<string>("--workspace") { Description = "The workspace they belong to; without one, the installation's own.", DefaultValueFactory = _ => "" };
        var command = new Command("token", "Sign a token with the development key. Accepted in Development only.") { role, subject, hours, workspace };
        command.SetAction(parsed =>
        {
            var roles = new List<Role>();
            foreach (var text in parsed.GetValue(role)!)
            {
                if (!RoleNames.TryParse(text, out var known))
                {
                    Console.Error.WriteLine($"'{text}' is not a role.");
                    return 2;
                }

                roles.Add(known);
            }

            Console.WriteLine(Session.Sign(parsed.GetValue(subject)!, roles, TimeSpan.FromHours(parsed.GetValue(hours)), parsed.GetValue(workspace)!));
            return 0;
        });
        return command;
    }
}
