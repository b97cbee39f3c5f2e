using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.ScoreSheets;

/// <summary>The calls of ScoreSheetService; what they mean stands in the proto.</summary>
public sealed class ScoreSheetRpc(Resource<ScoreSheet> sheets) : ScoreSheetService.ScoreSheetServiceBase
{
    public override Task<ScoreSheet> GetScoreSheet(GetRequest request, ServerCallContext context) => sheets.GetAsync(request, context);

    public override Task<ListScoreSheetsResponse> ListScoreSheets(ListRequest request, ServerCallContext context) => sheets.ListAsync<ListScoreSheetsResponse>(request, context);

    public override Task<BatchGetScoreSheetsResponse> BatchGetScoreSheets(BatchGetRequest request, ServerCallContext context) => sheets.BatchGetAsync<BatchGetScoreSheetsResponse>(request, context);

    public override Task<ScoreSheet> CreateScoreSheet(CreateScoreSheetRequest request, ServerCallContext context) => sheets.CreateAsync(request, context);

    public override Task<ScoreSheet> UpdateScoreSheet(UpdateScoreSheetRequest request, ServerCallContext context) => sheets.UpdateAsync(request, context);

    public override Task<ScoreSheet> DeleteScoreSheet(DeleteRequest request, ServerCallContext context) => sheets.DeleteAsync(request, context);

    public override Task<ScoreSheet> UndeleteScoreSheet(UndeleteRequest request, ServerCallContext context) => sheets.UndeleteAsync(request, context);

    public override Task<ScoreSheet> AdoptScoreSheet(TransitionRequest request, ServerCallContext context)
    {
        var parent = ScoreSheetTable.Type.Pattern.ParentOf(request.Name);
        return sheets.ActAsync(
            Act.Of(request, context),
            async (sheet, neighbors) =>
            {
                var verb = sheets.Move(sheet, ScoreSheetState.Adopted, request);
                sheet.Version = (await neighbors.ListAsync(ScoreSheetTable.Type, "parent", parent)).Max(s => s.Version) + 1;
                return verb;
            },
            async (adopted, neighbors) =>
            [
                .. (await neighbors.ListAsync(ScoreSheetTable.Type, "parent", parent)).Where(s => s.State == ScoreSheetState.Adopted && s.Name != adopted.Name)
                    .Select(s => new Follower<ScoreSheet>(s.Name, old => sheets.Move(old, ScoreSheetState.Superseded, new TransitionRequest { ReplacedBy = adopted.Name }))),
            ]);
    }
}
