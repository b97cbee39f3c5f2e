using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>What a rule sees and says.</summary>
/// <param name="resource">The record about to be stored.</param>
/// <param name="current">The record as stored now; null on create.</param>
/// <param name="historical">Entered after the fact: what refuses live work only warns (values.md 7).</param>
public sealed class RuleContext<T>(T resource, T? current, bool historical) where T : class, IMessage<T>
{
    public T Resource { get; } = resource;

    public T? Current { get; } = current;

    public bool Historical { get; } = historical;

    internal List<FieldViolation> Violations { get; } = [];

    internal List<Warning> Warnings { get; } = [];

    internal List<(string FieldPath, string Limit)> Limits { get; } = [];

    /// <summary>Refuses the record: no record, past or live, may be so.</summary>
    public void Refuse(string fieldPath, string rule, string description) =>
        Violations.Add(new FieldViolation(fieldPath, rule, description));

    /// <summary>Refuses a live record; a record of the past keeps the warning.</summary>
    public void RefuseLive(string fieldPath, string rule, string description)
    {
        if (Historical)
        {
            Warn(fieldPath, rule, description);
        }
        else
        {
            Refuse(fieldPath, rule, description);
        }
    }

    /// <summary>
    /// Refuses live work that goes over a limit (LIMIT_EXCEEDED); a record of the past keeps the warning.
    /// </summary>
    /// <param name="fieldPath">The field that goes over it.</param>
    /// <param name="limit">The limit in words, such as `900 KRW for the projects of rounds/2017`.</param>
    /// <param name="message">The warning, for a record of the past.</param>
    public void RefuseOver(string fieldPath, string limit, string message)
    {
        if (Historical)
        {
            Warn(fieldPath, "LIMIT_EXCEEDED", message);
        }
        else
        {
            Limits.Add((fieldPath, limit));
        }
    }

    /// <summary>Leaves a warning on the record.</summary>
    public void Warn(string fieldPath, string rule, string message) =>
        Warnings.Add(new Warning { FieldPath = fieldPath, Rule = rule, Message = message });

    /// <summary>Refuses an empty text.</summary>
    public void Require(string fieldPath, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Refuse(fieldPath, "REQUIRED", $"{fieldPath} must not be empty.");
        }
    }
}
