using System.Globalization;
using EGovPlatform.Benchmarks.Countries;
using EGovPlatform.Benchmarks.Data;
using EGovPlatform.Benchmarks.Gateway;
using EGovPlatform.Benchmarks.Grpc;

// Serves one side of a measurement and tells its ports and sizes in one line of JSON, or measures and prints figures. See tests/bench.sh.
return args switch
{
    ["grpc", "ours"] => await OurServer.RunAsync(),
    ["grpc", "bare"] => await BareServer.RunAsync(),
    ["countries", var small, var large, var rounds] => await ListBench.RunAsync(Number(small), Number(large), Number(rounds)),
    ["growth", var small, var large, var rounds] => await GrowthBench.RunAsync(Number(small), Number(large), Number(rounds)),
    ["data", "serve", var rows] => await DataServer.RunAsync(Number(rows)),
    ["data", "read" or "write", var address, var token, var database, var seconds] => await DataLoad.RunAsync(args[1], address, token, database, Number(seconds)),
    ["relay", var changes, var rounds] => await RelayBench.RunAsync(Number(changes), Number(rounds)),
    ["gateway", "service"] => await CannedService.RunAsync(),
    ["gateway", "yarp", var target] => await BareProxy.RunAsync(target),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("usage: Benchmarks grpc (ours | bare) | gateway (service | yarp TARGET) | (countries | growth) SMALL LARGE ROUNDS | data serve ROWS | data (read | write) URL TOKEN DATABASE SECONDS | relay CHANGES ROUNDS");
    return 2;
}
