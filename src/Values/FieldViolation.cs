namespace EGovPlatform.Values;

/// <summary>A value that breaks a rule.</summary>
/// <param name="FieldPath">Path from the message, in proto names: <c>legs[0].period.edtf</c>.</param>
/// <param name="Rule">The rule in upper snake case: <c>DATE_SYNTAX</c>.</param>
/// <param name="Description">What is wrong and what is allowed, in one sentence.</param>
public sealed record FieldViolation(string FieldPath, string Rule, string Description);
