using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.Resources;

/// <summary>
/// The fields every resource has by convention: name = 1, etag = 2, create_time = 3, update_time = 4,
/// delete_time = 5, record = 6, and `state` where there are states.
/// </summary>
public sealed class ResourceShape<T> where T : class, IMessage<T>
{
    private readonly IFieldAccessor name;
    private readonly IFieldAccessor etag;
    private readonly IFieldAccessor createTime;
    private readonly IFieldAccessor updateTime;
    private readonly IFieldAccessor deleteTime;
    private readonly IFieldAccessor record;
    private readonly IFieldAccessor? state;

    internal ResourceShape(MessageDescriptor descriptor)
    {
        name = Standard(descriptor, 1, "name");
        etag = Standard(descriptor, 2, "etag");
        createTime = Standard(descriptor, 3, "create_time");
        updateTime = Standard(descriptor, 4, "update_time");
        deleteTime = Standard(descriptor, 5, "delete_time");
        record = Standard(descriptor, 6, "record");
        state = descriptor.FindFieldByName("state") is { FieldType: FieldType.Enum } field ? field.Accessor : null;
    }

    public string Name(T resource) => (string)name.GetValue(resource);

    public string Etag(T resource) => (string)etag.GetValue(resource);

    /// <summary>The common part; made when absent.</summary>
    public Record Record(T resource)
    {
        if (record.GetValue(resource) is Record present)
        {
            return present;
        }

        var made = new Record();
        record.SetValue(resource, made);
        return made;
    }

    public Timestamp? CreateTime(T resource) => (Timestamp?)createTime.GetValue(resource);

    public Timestamp? DeleteTime(T resource) => (Timestamp?)deleteTime.GetValue(resource);

    public int State(T resource) => state is null ? 0 : Convert.ToInt32(state.GetValue(resource), System.Globalization.CultureInfo.InvariantCulture);

    public void SetState(T resource, int value) =>
        state!.SetValue(resource, System.Enum.ToObject(state.GetValue(resource).GetType(), value));

    internal void SetName(T resource, string value) => name.SetValue(resource, value);

    internal void Stamp(T resource, string resourceName, long version, Timestamp created, Timestamp updated, Timestamp? deleted)
    {
        name.SetValue(resource, resourceName);
        etag.SetValue(resource, Etags.Of(version));
        createTime.SetValue(resource, created);
        updateTime.SetValue(resource, updated);
        if (deleted is null)
        {
            deleteTime.Clear(resource);
        }
        else
        {
            deleteTime.SetValue(resource, deleted);
        }
    }

    private static IFieldAccessor Standard(MessageDescriptor descriptor, int number, string expected)
    {
        var field = descriptor.FindFieldByNumber(number);
        return field?.Name == expected
            ? field.Accessor
            : throw new InvalidOperationException($"{descriptor.FullName}: field {number} must be {expected}; every resource begins with the same six fields.");
    }
}

/// <summary>Etags are versions in quotes (AIP-154).</summary>
public static class Etags
{
    public static string Of(long version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{version}\"");
}
