using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.Access;

/// <summary>
/// Every error a caller can get, as an exception to throw. Each carries one ErrorInfo (domain <c>egovplatform</c>,
/// reason of <see cref="ErrorReason"/>) and, where fields are at fault, one BadRequest that lists all of them.
/// </summary>
public static class Errors
{
    /// <summary>INVALID_ARGUMENT. Pass every violation found, not the first.</summary>
    public static RpcException InvalidFields(IEnumerable<FieldViolation> violations)
    {
        var all = violations.ToList();
        var message = all.Count == 1
            ? $"{all[0].FieldPath}: {all[0].Description}"
            : $"{all.Count} fields break a rule: {string.Join(", ", all.Select(v => v.FieldPath).Distinct(StringComparer.Ordinal).Take(10))}.";
        return new ErrorBuilder(StatusCode.InvalidArgument, ErrorReason.InvalidField, message).Fields(all).Build();
    }

    /// <summary>INVALID_ARGUMENT for one field.</summary>
    /// <param name="field">Path from the request, in proto names.</param>
    /// <param name="rule">The rule in upper snake case.</param>
    /// <param name="description">What is wrong and what is allowed.</param>
    public static RpcException InvalidField(string field, string rule, string description) =>
        InvalidFields([new FieldViolation(field, rule, description)]);

    /// <summary>NOT_FOUND: also for records the caller may not know of.</summary>
    public static RpcException NotFound(string name) =>
        new ErrorBuilder(StatusCode.NotFound, ErrorReason.NotFound, $"There is no '{name}'.").With("name", name).Build();

    /// <summary>ALREADY_EXISTS: the name is taken.</summary>
    public static RpcException AlreadyExists(string name) =>
        new ErrorBuilder(StatusCode.AlreadyExists, ErrorReason.AlreadyExists, $"'{name}' exists already.").With("name", name).Build();

    /// <summary>ALREADY_EXISTS: another record holds a value that must be unique.</summary>
    public static RpcException AlreadyExists(string name, string field, string value) =>
        new ErrorBuilder(StatusCode.AlreadyExists, ErrorReason.AlreadyExists, $"{field} '{value}' belongs to '{name}' already.")
            .With("name", name).With("field", field).With("value", value).Build();

    /// <summary>ALREADY_EXISTS: a value that must be unique is not free; the caller may not see what holds it.</summary>
    public static RpcException NotFree(string field, string value) =>
        new ErrorBuilder(StatusCode.AlreadyExists, ErrorReason.AlreadyExists, $"{field} '{value}' is not free.").With("field", field).With("value", value).Build();

    /// <summary>ABORTED: read again, merge, send with the current etag.</summary>
    public static RpcException EtagMismatch(string name, string sent, string current) =>
        new ErrorBuilder(StatusCode.Aborted, ErrorReason.EtagMismatch, $"'{name}' has etag {current}, not {sent}.")
            .With("name", name).With("etag", current).With("sent", sent).Build();

    /// <summary>ABORTED: others kept changing the record during our own attempts.</summary>
    public static RpcException Contended(string name) =>
        new ErrorBuilder(StatusCode.Aborted, ErrorReason.EtagMismatch, $"'{name}' is being changed by others; try again.").With("name", name).Build();

    /// <summary>ALREADY_EXISTS: the request id was used with another body.</summary>
    public static RpcException RequestIdReused(string requestId) =>
        new ErrorBuilder(StatusCode.AlreadyExists, ErrorReason.RequestIdReused, $"request_id '{requestId}' was used with another request.")
            .With("request_id", requestId).Build();

    /// <summary>FAILED_PRECONDITION: a field names a record that does not exist.</summary>
    public static RpcException ReferenceNotFound(string field, string target) => ReferencesNotFound([(field, target)]);

    /// <summary>FAILED_PRECONDITION: all fields that name records that do not exist.</summary>
    public static RpcException ReferencesNotFound(IEnumerable<(string Field, string Target)> missing)
    {
        var all = missing.ToList();
        return new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.ReferenceNotFound, $"{all[0].Field} names '{all[0].Target}', which does not exist.")
            .With("field", all[0].Field).With("target", all[0].Target)
            .Fields(all.Select(m => new FieldViolation(m.Field, "REFERENCE_NOT_FOUND", $"There is no '{m.Target}'."))).Build();
    }

    /// <summary>FAILED_PRECONDITION: other records name this one.</summary>
    /// <param name="name">The record that cannot go.</param>
    /// <param name="referrers">Some of those that name it and that the caller may see.</param>
    /// <param name="total">How many do; 0 when the caller may see none of them.</param>
    public static RpcException StillReferenced(string name, IEnumerable<string> referrers, long total) =>
        new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.StillReferenced, total == 0 ? $"'{name}' is named by records that the caller may not see." : $"'{name}' is named by {total} other records.")
            .With("name", name).With("referrers", string.Join(",", referrers.Take(10))).With("total", total).Build();

    /// <summary>FAILED_PRECONDITION: the state does not allow this move.</summary>
    public static RpcException IllegalTransition(string name, string from, string to, IEnumerable<string> allowed)
    {
        var list = string.Join(",", allowed);
        return new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.IllegalTransition, $"'{name}' is {from} and cannot become {to}.")
            .With("name", name).With("from", from).With("to", to).With("allowed", list).Build();
    }

    /// <summary>INVALID_ARGUMENT: the filter or order does not parse or names an undeclared field.</summary>
    /// <param name="text">The filter as sent.</param>
    /// <param name="position">Where it went wrong, in characters from 0.</param>
    /// <param name="why">What is wrong and what is allowed.</param>
    /// <param name="field">Request field at fault.</param>
    public static RpcException InvalidFilter(string text, int position, string why, string field = "filter") =>
        new ErrorBuilder(StatusCode.InvalidArgument, ErrorReason.InvalidFilter, $"{field}, character {position}: {why}")
            .With("text", text).With("position", position).Fields([new FieldViolation(field, "INVALID_FILTER", why)]).Build();

    /// <summary>INVALID_ARGUMENT: the page token was not given out for this query.</summary>
    public static RpcException InvalidPageToken() =>
        new ErrorBuilder(StatusCode.InvalidArgument, ErrorReason.InvalidPageToken, "page_token was not given out for this query.")
            .Fields([new FieldViolation("page_token", "INVALID_PAGE_TOKEN", "Pass the next_page_token of the same query, unchanged.")]).Build();

    /// <summary>INVALID_ARGUMENT: the mask names a field that does not exist or that callers cannot set.</summary>
    public static RpcException InvalidMask(string path, string why) =>
        new ErrorBuilder(StatusCode.InvalidArgument, ErrorReason.InvalidMask, $"update_mask path '{path}': {why}")
            .With("path", path).Fields([new FieldViolation("update_mask", "INVALID_MASK", $"'{path}': {why}")]).Build();

    /// <summary>UNAUTHENTICATED: no token, or one that is not valid here. It does not say what was wrong with it.</summary>
    public static RpcException Unauthenticated() =>
        new ErrorBuilder(StatusCode.Unauthenticated, ErrorReason.Unauthenticated, "A valid bearer token is needed.").Build();

    /// <summary>PERMISSION_DENIED: the policy of this method refuses the caller.</summary>
    /// <param name="method">Full name of the method.</param>
    /// <param name="roles">Roles of which the caller needs one.</param>
    public static RpcException PermissionDenied(string method, IEnumerable<string> roles)
    {
        var list = string.Join(",", roles);
        var need = list.Length == 0 ? "No one may call it." : $"It needs one of the roles {list}.";
        return new ErrorBuilder(StatusCode.PermissionDenied, ErrorReason.PermissionDenied, $"The caller may not call {method}. {need}")
            .With("method", method).With("roles", list).Build();
    }

    /// <summary>PERMISSION_DENIED: the caller may call the method, but not for this record.</summary>
    public static RpcException OutOfScope(string name) =>
        new ErrorBuilder(StatusCode.PermissionDenied, ErrorReason.PermissionDenied, $"'{name}' lies outside the caller's scope.").With("name", name).Build();

    /// <summary>PERMISSION_DENIED: the record's state leaves the fields to other roles; FAILED_PRECONDITION when it leaves one to nobody.</summary>
    /// <param name="name">The record.</param>
    /// <param name="state">Its state; empty when it has none.</param>
    /// <param name="locked">Every field at fault with the roles that may change it.</param>
    public static RpcException FieldsLocked(string name, string state, IEnumerable<(string Field, IReadOnlyList<Role> Roles)> locked)
    {
        var all = locked.ToList();
        var first = all.OrderBy(l => l.Roles.Count > 0).First();
        var code = first.Roles.Count == 0 ? StatusCode.FailedPrecondition : StatusCode.PermissionDenied;
        return new ErrorBuilder(code, ErrorReason.FieldLocked, $"{first.Field} of '{name}': {FieldLock(state, first.Roles)}")
            .With("name", name).With("field", first.Field).With("state", state).With("roles", string.Join(",", first.Roles.Select(RoleNames.Format)))
            .Fields(all.Select(l => new FieldViolation(l.Field, "FIELD_LOCKED", FieldLock(state, l.Roles)))).Build();
    }

    /// <summary>In words, who may change a field of a record in a state.</summary>
    public static string FieldLock(string state, IReadOnlyList<Role> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        var when = state.Length == 0 ? "once recorded" : $"in state {state}";
        return roles.Count == 0 ? $"nobody changes it {when}." : $"only {string.Join(", ", roles.Select(RoleNames.Format))} may change it {when}.";
    }

    /// <summary>FAILED_PRECONDITION: the record was deleted; undelete it first.</summary>
    public static RpcException Deleted(string name) =>
        new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.Deleted, $"'{name}' was deleted.").With("name", name).Build();

    /// <summary>INVALID_ARGUMENT: the request cannot be read at all.</summary>
    public static RpcException Malformed(string why) => new ErrorBuilder(StatusCode.InvalidArgument, ErrorReason.Malformed, why).Build();

    /// <summary>RESOURCE_EXHAUSTED: the message is larger than allowed.</summary>
    public static RpcException TooLarge(string what, long limit) =>
        new ErrorBuilder(StatusCode.ResourceExhausted, ErrorReason.TooLarge, $"{what} is larger than {limit} bytes.").With("limit", limit).Build();

    /// <summary>RESOURCE_EXHAUSTED with RetryInfo: too many calls.</summary>
    public static RpcException RateLimited(TimeSpan retryAfter) =>
        new ErrorBuilder(StatusCode.ResourceExhausted, ErrorReason.RateLimited, "Too many calls.").RetryAfter(retryAfter).Build();

    /// <summary>RESOURCE_EXHAUSTED with RetryInfo: the service has as many calls at work and waiting as it may.</summary>
    public static RpcException Overloaded(TimeSpan retryAfter) =>
        new ErrorBuilder(StatusCode.ResourceExhausted, ErrorReason.Overloaded, "The service is busy with other calls.").RetryAfter(retryAfter).Build();

    /// <summary>FAILED_PRECONDITION: seats, budget or quota would be exceeded.</summary>
    /// <param name="field">Request field that asks for too much.</param>
    /// <param name="limit">The limit in words and numbers.</param>
    public static RpcException LimitExceeded(string field, string limit) =>
        new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.LimitExceeded, $"{field} exceeds {limit}.")
            .With("field", field).With("limit", limit).Fields([new FieldViolation(field, "LIMIT_EXCEEDED", $"The limit is {limit}.")]).Build();

    /// <summary>FAILED_PRECONDITION: a council member has an interest in the proposal.</summary>
    /// <param name="proposal">What the member may not judge.</param>
    /// <param name="conflict">The recorded conflict.</param>
    /// <param name="ground">Why.</param>
    public static RpcException ConflictOfInterest(string proposal, string conflict, string ground) =>
        new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.ConflictOfInterest, $"The member is recused from '{proposal}': {ground}")
            .With("proposal", proposal).With("conflict", conflict).Build();

    /// <summary>FAILED_PRECONDITION: the books of that time are closed.</summary>
    /// <param name="field">Request field that falls into them.</param>
    /// <param name="period">The closed period.</param>
    public static RpcException PeriodClosed(string field, string period) =>
        new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.PeriodClosed, $"{field} falls into '{period}', which is closed.")
            .With("period", period).With("field", field)
            .Fields([new FieldViolation(field, "PERIOD_CLOSED", $"'{period}' is closed; book a correction in an open period.")]).Build();

    /// <summary>FAILED_PRECONDITION: this installation has no sandbox.</summary>
    public static RpcException NoSandbox() =>
        new ErrorBuilder(StatusCode.FailedPrecondition, ErrorReason.NoSandbox, "This installation has no sandbox: Sandbox:Workspace is not set.").Build();

    /// <summary>UNAVAILABLE with RetryInfo: a backing server is not reachable. Safe to repeat with a request_id.</summary>
    public static RpcException Unavailable(string what) =>
        new ErrorBuilder(StatusCode.Unavailable, ErrorReason.Unavailable, $"{what} is not reachable.").RetryAfter(TimeSpan.FromSeconds(1)).Build();

    /// <summary>INTERNAL. Says nothing but the trace id under which the log tells more.</summary>
    public static RpcException Internal(string traceId) =>
        new ErrorBuilder(StatusCode.Internal, ErrorReason.Internal, "Internal error.").With("trace_id", traceId).Build();
}
