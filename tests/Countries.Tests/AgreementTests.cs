using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

public sealed class AgreementTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    [Fact]
    public async Task A_live_agreement_moves_by_its_methods_only()
    {
        var agreement = await CreateAsync("moves", Draft());
        Assert.Equal(AgreementState.Draft, agreement.State);
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.IllegalTransition, async () =>
            await service.Agreements.EnterIntoForceAgreementAsync(new TransitionRequest { Name = agreement.Name }, service.Editor));
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.IllegalTransition, async () =>
            await service.Agreements.UpdateAgreementAsync(new UpdateAgreementRequest { Agreement = new Agreement { Name = agreement.Name, State = AgreementState.InForce } }, service.Editor));

        var signed = await service.Agreements.SignAgreementAsync(
            new TransitionRequest { Name = agreement.Name, Etag = agreement.Etag, Effective = new DateValue { Edtf = "2017-09" }, Reason = "signed in the capital" }, service.Editor);
        Assert.Equal(AgreementState.Signed, signed.State);
        var move = Assert.Single(signed.Record.Transitions);
        Assert.Equal(("AGREEMENT_STATE_SIGNED", "2017-09"), (move.State, move.Effective.Edtf));
        Assert.Equal("agreement.signed", await service.Database.ScalarAsync<string>("select kind from change where name = 'agreements/moves' and version = 2"));

        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.IllegalTransition, async () =>
            await service.Agreements.ResumeAgreementAsync(new TransitionRequest { Name = agreement.Name }, service.Editor));
        Assert.Equal(AgreementState.InForce, (await service.Agreements.EnterIntoForceAgreementAsync(new TransitionRequest { Name = agreement.Name }, service.Editor)).State);
        await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.Agreements.SupersedeAgreementAsync(new TransitionRequest { Name = agreement.Name }, service.Editor));
    }

    [Fact]
    public async Task All_violations_come_in_one_answer_and_nothing_is_stored()
    {
        var bad = new Agreement { Titles = { new Name { Text = "x" } }, Parties = { new Party() }, Kind = AgreementKind.Other, Instruments = { new Instrument() } };
        var fields = await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () => await CreateAsync("bad", bad));
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "parties TWO_PARTIES", "parties[0] RESOURCE_OR_AS_PRINTED", "kind_as_printed REQUIRED", "instruments[0].key REQUIRED", "instruments[0].kind REQUIRED" },
            fields.ToHashSet(StringComparer.Ordinal));
        await Refused.WithAsync(StatusCode.NotFound, ErrorReason.NotFound, async () => await service.Agreements.GetAgreementAsync(new GetRequest { Name = "agreements/bad" }, service.Viewer));
    }

    [Fact]
    public async Task A_record_of_the_past_has_its_final_state_and_only_warns()
    {
        var past = Draft();
        past.State = AgreementState.Signed;
        past.Instruments.Clear();
        past.Record = new Record { Historical = true };
        var stored = await CreateAsync("past", past);
        Assert.Equal(AgreementState.Signed, stored.State);
        Assert.Contains("SIGNING_MISSING", stored.Record.Warnings.Select(w => w.Rule));

        var live = Draft();
        live.State = AgreementState.Signed;
        var fields = await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () => await CreateAsync("live", live));
        Assert.Equal(["state STATE_BY_METHOD"], fields);
        fields = await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.Agreements.UpdateAgreementAsync(new UpdateAgreementRequest { Agreement = new Agreement { Name = stored.Name, Record = new Record() } }, service.Editor));
        Assert.Contains("record.historical IMMUTABLE", fields);
    }

    [Fact]
    public async Task References_etags_and_request_ids_are_checked()
    {
        var wrong = Draft();
        wrong.Supersedes = "agreements/nowhere";
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.ReferenceNotFound, async () => await CreateAsync("wrong", wrong));

        var first = await CreateAsync("first", Draft());
        await Refused.WithAsync(StatusCode.Aborted, ErrorReason.EtagMismatch, async () =>
            await service.Agreements.DeleteAgreementAsync(new DeleteRequest { Name = first.Name, Etag = "\"7\"" }, service.Editor));
        var second = Draft();
        second.Supersedes = first.Name;
        await CreateAsync("second", second);
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.StillReferenced, async () =>
            await service.Agreements.DeleteAgreementAsync(new DeleteRequest { Name = first.Name }, service.Editor));

        var request = new CreateAgreementRequest { AgreementId = "once", Agreement = Draft(), RequestId = Guid.NewGuid().ToString() };
        var once = await service.Agreements.CreateAgreementAsync(request, service.Editor);
        Assert.Equal(once, await service.Agreements.CreateAgreementAsync(request, service.Editor));
        request.Agreement.Subject = "something else";
        await Refused.WithAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused, async () => await service.Agreements.CreateAgreementAsync(request, service.Editor));
    }

    [Fact]
    public async Task Lists_find_by_country_kind_state_and_day_of_signing()
    {
        var paraguay = Draft();
        paraguay.State = AgreementState.Signed;
        paraguay.Parties[1] = new Party { Resource = "countries/PY" };
        paraguay.Record = new Record { Historical = true };
        paraguay.Instruments[0].ActDate = new DateValue { Edtf = "2017-09" };
        await CreateAsync("paraguay", paraguay);
        foreach (var filter in new[] { "countries:\"PY\"", "kind = \"MEMORANDUM\" AND countries:\"PY\" AND state = \"SIGNED\"", "signed_from >= \"2017-09-01\" AND signed_to <= \"2017-09-30\"" })
        {
            var page = await service.Agreements.ListAgreementsAsync(new ListRequest { Filter = filter }, service.Viewer);
            Assert.Equal(["agreements/paraguay"], page.Agreements.Select(a => a.Name));
        }
    }

    private async Task<Agreement> CreateAsync(string id, Agreement agreement) =>
        await service.Agreements.CreateAgreementAsync(new CreateAgreementRequest { AgreementId = id, Agreement = agreement }, service.Editor);

    private static Agreement Draft() => new()
    {
        Kind = AgreementKind.Memorandum,
        Subject = "e-Government",
        Parties = { new Party { Resource = "countries/KR" }, new Party { AsPrinted = "a ministry not named" } },
        Instruments = { new Instrument { Key = "signing", Kind = InstrumentKind.Signing } },
        Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } },
    };
}
