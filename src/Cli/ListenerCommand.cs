using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace EGovPlatform.Cli;

/// <summary>
/// `egov operate listener`: a user of the broker for an outside application, who may have queues of its own prefix, bind them to the
/// changes and read them, and nothing else. RabbitMQ's own program does the work; the password never stands on a command line.
/// </summary>
internal static partial class ListenerCommand
{
    private const string Exchange = "egov.changes";

    // Their prefixes are the platform's: its exchange and its queues.
    private static readonly string[] Ours = ["egov", "amq", "countries", "activities", "training", "reporting", "integration", "gateway"];

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The application: lower-case letters, digits and hyphens. Its queues are called NAME.something." };
        var host = new Option<string>("--vhost") { Description = "Virtual host of the platform.", DefaultValueFactory = _ => "/" };
        var keys = new Option<string>("--keys") { Description = "Regular expression of the binding keys it may use, such as ^egov\\.countries\\.", DefaultValueFactory = _ => "^egov\\." };
        var node = new Option<string?>("--node") { Description = "The node, where it is not the one rabbitmqctl takes by itself." };
        var program = new Option<string>("--rabbitmqctl") { Description = "Where rabbitmqctl is.", DefaultValueFactory = _ => "rabbitmqctl" };
        var renew = new Option<bool>("--new-password") { Description = "The user is there: give it a new password, and these permissions." };
        var command = new Command("listener", "Let an outside application listen to the broker, and do nothing else there.") { name, host, keys, node, program, renew };
        command.SetAction(async (parsed, cancellation) =>
        {
            var who = parsed.GetValue(name)!;
            if (!Names().IsMatch(who) || Ours.Contains(who, StringComparer.Ordinal))
            {
                await Console.Error.WriteLineAsync($"'{who}' is no name for a listener: lower-case letters, digits and hyphens, and none of {string.Join(", ", Ours)}.");
                return 2;
            }

            var control = new Control(parsed.GetValue(program)!, parsed.GetValue(node));
            var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            var own = $"^{who}\\.";
            await control.RunAsync([parsed.GetValue(renew) ? "change_password" : "add_user", who], password, cancellation);
            await control.RunAsync(["set_topic_permissions", "-p", parsed.GetValue(host)!, who, Exchange, "^$", parsed.GetValue(keys)!], null, cancellation);
            await control.RunAsync(["set_permissions", "-p", parsed.GetValue(host)!, who, own, own, $"^({Regex.Escape(Exchange)}$|{who}\\.)"], null, cancellation);
            Console.WriteLine($"user     {who}\npassword {password}");
            return 0;
        });
        return command;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}$")]
    private static partial Regex Names();

    private sealed class Control(string program, string? node)
    {
        public async Task RunAsync(string[] arguments, string? input, CancellationToken cancellation)
        {
            string[] all = node is null ? ["--quiet", .. arguments] : ["--quiet", "-n", node, .. arguments];
            using var process = Process.Start(new ProcessStartInfo(program, all) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var said = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            if (input is not null)
            {
                await process.StandardInput.WriteLineAsync(input.AsMemory(), cancellation);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"rabbitmqctl {arguments[0]} ended with code {process.ExitCode}: {(await errors + await said).Trim()}");
            }
        }
    }
}
