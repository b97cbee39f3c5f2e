using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Sessions;

/// <summary>The calls of SessionService; what they mean stands in the proto.</summary>
public sealed class SessionRpc(Resource<Session> sessions, CheckIns checkIns) : SessionService.SessionServiceBase
{
    public override Task<Session> GetSession(GetRequest request, ServerCallContext context) => sessions.GetAsync(request, context);

    public override Task<ListSessionsResponse> ListSessions(ListRequest request, ServerCallContext context) => sessions.ListAsync<ListSessionsResponse>(request, context);

    public override Task<BatchGetSessionsResponse> BatchGetSessions(BatchGetRequest request, ServerCallContext context) => sessions.BatchGetAsync<BatchGetSessionsResponse>(request, context);

    public override Task<Session> CreateSession(CreateSessionRequest request, ServerCallContext context) => sessions.CreateAsync(request, context);

    public override Task<Session> UpdateSession(UpdateSessionRequest request, ServerCallContext context) => sessions.UpdateAsync(request, context);

    public override Task<Session> DeleteSession(DeleteRequest request, ServerCallContext context) => sessions.DeleteAsync(request, context);

    public override Task<Session> UndeleteSession(UndeleteRequest request, ServerCallContext context) => sessions.UndeleteAsync(request, context);

    public override Task<Session> HoldSession(TransitionRequest request, ServerCallContext context) => sessions.TransitionAsync(request, SessionState.Held, context);

    public override Task<Session> PostponeSession(TransitionRequest request, ServerCallContext context) => sessions.TransitionAsync(request, SessionState.Postponed, context);

    public override Task<Session> CancelSession(TransitionRequest request, ServerCallContext context) => sessions.TransitionAsync(request, SessionState.Cancelled, context);

    public override Task<Session> CheckInSession(CheckInSessionRequest request, ServerCallContext context) => checkIns.CheckInAsync(request, context);
}
