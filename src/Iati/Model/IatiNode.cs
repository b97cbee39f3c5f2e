using System.Xml.Linq;
using EGovPlatform.Iati.Reading;

namespace EGovPlatform.Iati.Model;

/// <summary>
/// What every element of the model keeps beside its own properties, so that nothing of a foreign file is lost: attributes
/// and elements of other namespaces, those the model has no property for, and values that could not be read.
/// </summary>
public abstract class IatiNode
{
    /// <summary>Attributes without a property.</summary>
    public List<XAttribute> OtherAttributes { get; } = [];

    /// <summary>Elements without a property.</summary>
    public List<XElement> OtherElements { get; } = [];

    /// <summary>Where it was read; null of what we made.</summary>
    public SourceLine? Line { get; internal set; }
}
