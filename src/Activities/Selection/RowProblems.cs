using EGovPlatform.Activities.V1;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Selection;

/// <summary>What is wrong with a row, read from the error that its records gave.</summary>
internal static class RowProblems
{
    public static IEnumerable<RowProblem> Of(RpcException refusal)
    {
        var violations = refusal.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations;
        if (violations is not { Count: > 0 })
        {
            yield return new RowProblem { Field = "proposal", Rule = refusal.StatusCode.ToString().ToUpperInvariant(), Message = refusal.Status.Detail };
            yield break;
        }

        foreach (var violation in violations)
        {
            var parts = violation.Description.Split(": ", 2);
            yield return new RowProblem { Field = violation.Field, Rule = parts[0], Message = parts[^1] };
        }
    }
}
