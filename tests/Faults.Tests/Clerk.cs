using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.Faults.Tests;

/// <summary>Someone at work: adds agreements, changes those that others change too, books money of a budget that is not enough for all.</summary>
internal sealed class Clerk(Caller caller, History history, Desk desk, Random random)
{
    /// <summary>Works until told to go home; what was begun is finished. Thinks a little before each piece of work: two full cores would hide how soon things are well again.</summary>
    public async Task WorkAsync(CancellationToken home)
    {
        while (!home.IsCancellationRequested)
        {
            await Task.Delay(random.Next(20, 100), CancellationToken.None);
            await (random.Next(4) switch { 0 => BookAsync(), 1 => RaiseAsync(), 2 => ReadAsync(), _ => CreateAsync() });
        }
    }

    /// <summary>Repeats some acknowledged creations: the same answer for the same request, a refusal for another body.</summary>
    public async Task RepeatAsync()
    {
        foreach (var (name, created) in history.Created.OrderBy(_ => random.Next()).Take(5))
        {
            var again = await caller.CallAsync("CreateAgreement again", (invoker, options) => Agreements(invoker).CreateAgreementAsync(Request(name, created), options));
            if (again.Name != name || again.Subject != created.Subject)
            {
                history.Broken.Enqueue($"{name} repeated answers with {again.Name} {again.Subject}");
            }

            try
            {
                using var call = Agreements(caller.Any()).CreateAgreementAsync(Request(name, created with { Subject = "Something else" }));
                await call.ResponseAsync;
                history.Broken.Enqueue($"{name} was taken again with another body");
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.AlreadyExists)
            {
                // As it must be.
            }
        }
    }

    public static AgreementService.AgreementServiceClient Agreements(CallInvoker invoker) => new(invoker);

    public static CreateAgreementRequest Request(string name, CreatedAgreement created) => new()
    {
        AgreementId = name["agreements/".Length..],
        RequestId = created.RequestId,
        Agreement = new Agreement
        {
            Kind = AgreementKind.Memorandum,
            Subject = created.Subject,
            Parties = { new Party { Resource = "countries/KR" }, new Party { Resource = "countries/UY" } },
        },
    };

    private async Task CreateAsync()
    {
        var name = desk.NewName();
        var created = new CreatedAgreement(NewRequestId(), $"Agreement {name}");
        await caller.CallAsync("CreateAgreement", (invoker, options) => Agreements(invoker).CreateAgreementAsync(Request(name, created), options));
        history.Created[name] = created;
    }

    private async Task ReadAsync()
    {
        if (history.Created.Keys.ElementAtOrDefault(random.Next(history.Created.Count + 1)) is { } name)
        {
            var read = await caller.CallAsync("GetAgreement", (invoker, options) => Agreements(invoker).GetAgreementAsync(new GetRequest { Name = name }, options));
            if (read.Subject != history.Created[name].Subject)
            {
                history.Broken.Enqueue($"{name} reads {read.Subject}");
            }
        }
    }

    // A counter in a text field, raised by read and conditional write: a lost or doubled write is a wrong number.
    private async Task RaiseAsync()
    {
        var name = desk.Shared[random.Next(desk.Shared.Count)];
        while (true)
        {
            var read = await caller.CallAsync("GetAgreement", (invoker, options) => Agreements(invoker).GetAgreementAsync(new GetRequest { Name = name }, options));
            var next = new Agreement { Name = name, Etag = read.Etag, Subject = (int.Parse(read.Subject, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) };
            var request = new UpdateAgreementRequest { Agreement = next, UpdateMask = new FieldMask { Paths = { "subject" } }, RequestId = NewRequestId() };
            try
            {
                await caller.CallAsync("UpdateAgreement", (invoker, options) => Agreements(invoker).UpdateAgreementAsync(request, options));
                history.Raised.AddOrUpdate(name, 1, (_, n) => n + 1);
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                // Another clerk was first.
            }
        }
    }

    private async Task BookAsync()
    {
        var amount = random.Next(10, 60);
        var create = new CreateLedgerEntryRequest
        {
            RequestId = NewRequestId(),
            LedgerEntry = new LedgerEntry
            {
                Activity = desk.Project,
                Money = new Money { Amount = amount.ToString(CultureInfo.InvariantCulture), CurrencyCode = "KRW", Kind = MoneyKind.Committed },
                Date = new DateValue { Edtf = "2018-03-05" },
            },
        };
        var entry = await caller.CallAsync("CreateLedgerEntry", (invoker, options) => new LedgerEntryService.LedgerEntryServiceClient(invoker).CreateLedgerEntryAsync(create, options));
        var submit = new TransitionRequest { Name = entry.Name, RequestId = NewRequestId() };
        try
        {
            await caller.CallAsync("SubmitLedgerEntry", (invoker, options) => new LedgerEntryService.LedgerEntryServiceClient(invoker).SubmitLedgerEntryAsync(submit, options));
            history.Booked.Add(amount);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            // The budget is used up.
        }
    }

    private string NewRequestId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
