using System.Globalization;
using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>
/// The dated changes of state a record of the past brings. A gap is no fault, since history is seldom known whole; an
/// order that no chain of moves gives is kept with a warning.
/// </summary>
internal static class StateHistory
{
    public static void Check<T>(StateMachine states, int state, Record record, RuleContext<T> context) where T : class, IMessage<T>
    {
        if (!context.Historical)
        {
            if (context.Current is null && record.Transitions.Count > 0)
            {
                context.Refuse("record.transitions", "STATE_BY_METHOD", "Changes of state of a live record are written by the state methods. A record of the past says record.historical.");
            }

            return;
        }

        var before = states.Start;
        foreach (var (i, transition) in record.Transitions.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"record.transitions[{i}].state");
            if (states.Enum.FindValueByName(transition.State) is not { } entered)
            {
                context.Refuse(path, "ENUM_VALUE", $"'{transition.State}' is not a state; give the name of the enum value, such as {states.NameOf(states.Start)}.");
                return;
            }

            before = Follow(states, before, entered.Number, path, context);
        }

        Follow(states, before, state, "state", context);
    }

    private static int Follow<T>(StateMachine states, int before, int next, string path, RuleContext<T> context) where T : class, IMessage<T>
    {
        // A state outside the machine, such as UNKNOWN, says nothing about order.
        if (!states.Knows(next) || !states.Knows(before))
        {
            return next;
        }

        if (before != next && !states.Reaches(before, next))
        {
            context.Warn(path, "STATE_ORDER", $"{states.NameOf(next)} cannot come after {states.NameOf(before)}.");
        }

        return next;
    }
}
