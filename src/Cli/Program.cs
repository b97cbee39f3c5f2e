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
    TokenCommand.Create(),
    OperateCommand.Create(),
};
root.Options.Add(Session.Rest);
root.Options.Add(Session.Grpc);
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (RpcException e)
{
    Console.Error.WriteLine($"{e.StatusCode}: {e.Status.Detail}");
    return 1;
}
catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
