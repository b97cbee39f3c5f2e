namespace EGovPlatform.Access;

/// <summary>How long pages of lists are (AIP-158).</summary>
public static class Pages
{
    private const int Usual = 50;
    private const int Most = 1000;

    /// <summary>Rows to a page: as many as asked for, at most 1,000.</summary>
    /// <param name="asked">`page_size` of the request; 0 when it leaves that to us.</param>
    /// <param name="usual">Rows when nothing is asked for.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD: negative.</exception>
    public static int Size(int asked, int usual = Usual) => asked switch
    {
        < 0 => throw Errors.InvalidField("page_size", "PAGE_SIZE", "page_size must not be negative."),
        0 => usual,
        _ => Math.Min(asked, Most),
    };
}
