using System.CommandLine;
using EGovPlatform.Cli;
using Grpc.Core;

var root = new RootCommand("The command line of EGovPlatform.")
{
    ImportCommand.Create(),
    TemplateCommand.Create(),
    ReportCommand.Create(),
    BriefCommand.Create(),
    FactsCommand.Create(),
    ExportCommand.Create(),
    LedgerCommand.Create(),
    TokenCommand.Create(),
    KeysCommand.Create(),
    OperateCommand.Create(),
    AuditCommand.Create(),
    CertificatesCommand.Create(),
    SandboxCommand.Create(),
    Session.Grpc,
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is RpcException or HttpRequestException or InvalidOperationException)
{
    Console.Error.WriteLine(e is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : e.Message);
    return 1;
}
