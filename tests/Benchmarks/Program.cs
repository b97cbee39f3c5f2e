using EGovPlatform.Benchmarks.Grpc;

// Serves one side of a measurement and tells its ports and sizes in one line of JSON. See tests/bench.sh.
return args switch
{
    ["grpc", "ours"] => await OurServer.RunAsync(),
    ["grpc", "bare"] => await BareServer.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Benchmarks grpc (ours | bare)");
    return 2;
}
