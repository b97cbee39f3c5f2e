using System.Globalization;
using EGovPlatform.Benchmarks.Countries;
using EGovPlatform.Benchmarks.Gateway;
using EGovPlatform.Benchmarks.Grpc;

// Serves one side of a measurement and tells its ports and sizes in one line of JSON, or measures and prints figures. See tests/bench.sh.
return args switch
{
    ["grpc", "ours"] => await OurServer.RunAsync(),
    ["grpc", "bare"] => await BareServer.RunAsync(),
    ["countries", var small, var large, var rounds] => await ListBench.RunAsync(Number(small), Number(large), Number(rounds)),
    ["gateway", "service"] => await CannedService.RunAsync(),
    ["gateway", "yarp", var target] => await BareProxy.RunAsync(target),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("usage: Benchmarks grpc (ours | bare) | gateway (service | yarp TARGET) | countries SMALL LARGE ROUNDS");
    return 2;
}
