using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>Fills the derived fields of every value type found anywhere in a message.</summary>
public static class ValueNormalizer
{
    /// <summary>Overwrites derived fields in place. Values that do not validate get none. Doing it twice changes nothing.</summary>
    public static void Normalize(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var found in ValueWalk.Of(message))
        {
            switch (found.Value)
            {
                case DateValue date:
                    DateRules.Normalize(date);
                    break;
                case Count count:
                    CountRules.Normalize(count);
                    break;
                case StatedList list:
                    list.Reconciliation = StatedListRules.Reconcile(list);
                    break;
                case Money money:
                    MoneyRules.Normalize(money);
                    break;
            }
        }
    }
}
