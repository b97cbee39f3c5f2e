using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Participants;
using EGovPlatform.TrainingService.Personal;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Sessions;

/// <summary>Says who was at a session, by list or by pass.</summary>
public sealed class CheckIns(Resource<Session> sessions, SignedNames signed, TimeProvider time)
{
    public Task<Session> CheckInAsync(CheckInSessionRequest request, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(request);
        var edition = SessionTable.Type.Pattern.ParentOf(request.Name) + "/";
        var said = new Dictionary<string, (AttendanceStatus Status, CheckInMethod Method)>(StringComparer.Ordinal);
        Say("absent", request.Absent, AttendanceStatus.Absent, CheckInMethod.List);
        Say("present", request.Present, AttendanceStatus.Present, CheckInMethod.List);
        var passes = request.Passes.Select((p, i) => TokenName.Of(signed.Open(SignedNames.Pass, p)) ?? throw Errors.InvalidField(FieldAt.Of("passes", i), "NOT_GENUINE", "The pass is not one of this platform.")).ToList();
        Say("passes", passes.Select(p => p.Name), AttendanceStatus.Present, CheckInMethod.Pass);
        if (said.Count == 0)
        {
            throw Errors.InvalidField("present", "REQUIRED", "Say who was there or who was not.");
        }

        return sessions.ActAsync(new Act(request, call, request.Name, request.Etag, request.RequestId, request.ValidateOnly, request.Reason), async (session, neighbors) =>
        {
            if (session.State is SessionState.Cancelled or SessionState.Postponed)
            {
                throw Errors.InvalidField("name", "NOT_HELD", $"The session is {session.State}.");
            }

            foreach (var (i, pass) in passes.Index())
            {
                if ((await neighbors.FindAsync(ParticipantTable.Type, pass.Name))?.PassGeneration != pass.Generation)
                {
                    throw Errors.InvalidField(FieldAt.Of("passes", i), "REVOKED", "The pass was taken back.");
                }
            }

            var now = Timestamp.FromDateTimeOffset(time.GetUtcNow());
            foreach (var (participant, (status, method)) in said)
            {
                if (session.CheckIns.FirstOrDefault(c => c.Participant == participant) is { } before)
                {
                    session.CheckIns.Remove(before);
                }

                session.CheckIns.Add(new CheckIn { Participant = participant, Status = status, Method = method, Time = now });
            }

            return "checked_in";
        });

        void Say(string field, IEnumerable<string> participants, AttendanceStatus status, CheckInMethod method)
        {
            foreach (var (i, name) in participants.Index())
            {
                if (!ParticipantTable.Type.Pattern.Matches(name) || !name.StartsWith(edition, StringComparison.Ordinal))
                {
                    throw Errors.InvalidField(FieldAt.Of(field, i), "OTHER_EDITION", "A participant of the session's edition is meant.");
                }

                said[name] = (status, method);
            }
        }
    }
}
