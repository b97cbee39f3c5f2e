using Google.Protobuf.Reflection;

namespace EGovPlatform.Resources;

/// <summary>The states of a resource and the moves between them. Declared once; everything else asks it.</summary>
public sealed class StateMachine
{
    private readonly Dictionary<int, Move> moves = [];

    internal StateMachine(EnumDescriptor states) => Enum = states;

    /// <summary>The enum of the `state` field.</summary>
    public EnumDescriptor Enum { get; }

    /// <summary>State of a new live record.</summary>
    public int Start { get; internal set; }

    /// <summary>All moves, by target state.</summary>
    public IReadOnlyCollection<Move> Moves => moves.Values;

    /// <summary>The move to a state.</summary>
    public Move To(int state) => moves[state];

    /// <summary>Proto names of the states that can follow a state.</summary>
    public IReadOnlyList<string> AllowedFrom(int state) =>
        [.. moves.Values.Where(m => m.From.Contains(state)).Select(m => NameOf(m.To)).Order(StringComparer.Ordinal)];

    /// <summary>Whether a state takes part in the moves.</summary>
    public bool Knows(int state) => state == Start || moves.ContainsKey(state);

    /// <summary>Whether some chain of moves leads from one state to another.</summary>
    public bool Reaches(int from, int to)
    {
        var seen = new HashSet<int> { from };
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var move in moves.Values.Where(m => m.From.Any(seen.Contains)))
            {
                grown |= seen.Add(move.To);
            }
        }

        return seen.Contains(to);
    }

    /// <summary>Proto name of a state.</summary>
    public string NameOf(int state) => Enum.FindValueByNumber(state)?.Name ?? state.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>State without the enum's prefix: <c>SIGNED</c>.</summary>
    public string ShortName(int state) => EnumNames.Short(Enum, state);

    internal void Add(Move move) => moves.Add(move.To, move);

    /// <summary>A move to a state.</summary>
    /// <param name="To">Target.</param>
    /// <param name="Verb">Past tense; names the change: <c>agreement.signed</c>.</param>
    /// <param name="From">States it may start from.</param>
    public sealed record Move(int To, string Verb, IReadOnlyList<int> From);
}

/// <summary>Declares a <see cref="StateMachine"/> over the generated enum.</summary>
public sealed class StateMachineBuilder<TState>(StateMachine machine) where TState : struct, Enum
{
    /// <summary>State of a new live record.</summary>
    public StateMachineBuilder<TState> Start(TState state)
    {
        machine.Start = Number(state);
        return this;
    }

    /// <summary>Allows a move.</summary>
    public StateMachineBuilder<TState> Move(TState to, string verb, params TState[] from)
    {
        machine.Add(new StateMachine.Move(Number(to), verb, [.. from.Select(Number)]));
        return this;
    }

    private static int Number(TState state) => Convert.ToInt32(state, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Names of enum values.</summary>
public static class EnumNames
{
    /// <summary>The value's proto name without the enum's prefix: <c>AGREEMENT_STATE_SIGNED</c> is <c>SIGNED</c>.</summary>
    public static string Short(EnumDescriptor descriptor, int number)
    {
        var name = descriptor.FindValueByNumber(number)?.Name;
        return name is null ? "" : name[Prefix(descriptor).Length..];
    }

    /// <summary>Short name of a generated enum's value.</summary>
    public static string Short<TEnum>(EnumDescriptor descriptor, TEnum value) where TEnum : struct, Enum =>
        Short(descriptor, Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The prefix all values share, with its underscore.</summary>
    public static string Prefix(EnumDescriptor descriptor)
    {
        var zero = descriptor.FindValueByNumber(0)?.Name ?? "";
        return zero.EndsWith("UNSPECIFIED", StringComparison.Ordinal) ? zero[..^"UNSPECIFIED".Length] : "";
    }
}
