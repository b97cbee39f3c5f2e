using EGovPlatform.Common.V1;
using Google.Protobuf;
using Grpc.Core;
using Xunit;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Testing;

/// <summary>One type entered as a record of the past, in its final state, against a rule it breaks.</summary>
/// <param name="Type">Name of the message.</param>
/// <param name="States">Proto names of the states it went through, each entered a month after the one before.</param>
/// <param name="Broken">Fields and rules the body breaks.</param>
/// <param name="Body">The body, without its record.</param>
/// <param name="Create">Sends a body.</param>
public sealed record PastRecord(
    string Type, IReadOnlyList<string> States, IReadOnlyList<(string Field, string Rule)> Broken, IMessage Body, Func<IMessage, Task<IMessage>> Create)
{
    public static PastRecord Of<T>(T body, Func<T, AsyncUnaryCall<T>> create, IReadOnlyList<string> states, params IReadOnlyList<(string Field, string Rule)> broken) where T : class, IMessage<T> =>
        new(body.Descriptor.Name, states, broken, body, async sent => await create((T)sent));

    /// <summary>Enters it as past: accepted, and each broken rule is a warning that stays.</summary>
    public async Task IsAcceptedWithWarningsAsync()
    {
        var record = new Record { Historical = true };
        record.Transitions.Add(States.Select((s, i) => new Transition { State = s, Effective = new DateValue { Edtf = $"2017-{i + 1:00}" }, Reason = "" }));
        var stored = await Create(With(record));

        var kept = (Record)Field("record").GetValue(stored);
        Assert.Equal(States, kept.Transitions.Select(t => t.State));
        Assert.Equal("2017-01-01", kept.Transitions[0].Effective.Earliest);
        Assert.Equal(States[^1], Body.Descriptor.FindFieldByName("state").EnumType.FindValueByNumber(Convert.ToInt32(Field("state").GetValue(stored), System.Globalization.CultureInfo.InvariantCulture)).Name);
        foreach (var broken in Broken)
        {
            Assert.Contains(broken, kept.Warnings.Select(w => (w.FieldPath, w.Rule)));
        }
    }

    /// <summary>Enters the same body as live: refused, and each broken rule is named beside the state.</summary>
    public async Task IsRefusedLiveAsync()
    {
        var refused = await Refused.InvalidAsync(() => Create(With(new Record())));

        Assert.Contains(("state", "STATE_BY_METHOD"), refused);
        foreach (var broken in Broken)
        {
            Assert.Contains(broken, refused);
        }
    }

    private Google.Protobuf.Reflection.IFieldAccessor Field(string name) => Body.Descriptor.FindFieldByName(name).Accessor;

    private IMessage With(Record record)
    {
        var body = Body.Descriptor.Parser.ParseFrom(Body.ToByteArray());
        var states = Body.Descriptor.FindFieldByName("state");
        var type = states.Accessor.GetValue(body).GetType();
        states.Accessor.SetValue(body, System.Enum.ToObject(type, states.EnumType.FindValueByName(States[^1]).Number));
        Field("record").SetValue(body, record);
        return body;
    }
}
