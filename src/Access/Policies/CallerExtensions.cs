using System.Diagnostics;
using Grpc.Core;

namespace EGovPlatform.Access;

public static class CallerExtensions
{
    private static readonly object Key = new();

    /// <summary>Who makes this call.</summary>
    public static Caller Caller(this ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.UserState.TryGetValue(Key, out var known))
        {
            return (Caller)known;
        }

        var caller = Access.Caller.From(context.GetHttpContext().User, Activity.Current?.Id ?? "");
        context.UserState[Key] = caller;
        return caller;
    }
}
