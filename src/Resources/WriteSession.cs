using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources.Changes;
using EGovPlatform.Values;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

public sealed partial class Resource<T>
{
    /// <summary>One write under way, inside its transaction.</summary>
    private sealed class WriteSession(Resource<T> owner, NpgsqlConnection connection, WriteRequest<T> write)
    {
        private readonly ResourceType<T> type = owner.type;
        private readonly ResourceServices services = owner.services;
        private NpgsqlBatch? unsent;

        public Joint Joint(Act act) => new(connection, act);

        public Neighbors Neighbors { get; } = new(connection, owner.services.Keys, write.Cancellation);

        public Task<T> CreateAsync(T resource, string name)
        {
            foreach (var field in resource.Descriptor.Fields.InDeclarationOrder().Where(f => !Masks.Settable(f)))
            {
                field.Accessor.Clear(resource);
            }

            return StoreAsync("created", null, resource, name, deleted: false);
        }

        public async Task<T> ChangeAsync(string kind, Stored current, T next, bool deleted = false) =>
            await StoreAsync(kind, current, next, type.Shape.Name(current.Message), deleted);

        /// <summary>The record with its personal field open, so that a mask can reach into it.</summary>
        public async Task<T> OpenedAsync(T stored)
        {
            var opened = stored.Clone();
            if (owner.personal is { } personal)
            {
                await services.Keys.OpenAsync(connection, personal, type.Shape.Name(stored), opened, write.Cancellation);
            }

            return opened;
        }

        public Transition Transition(TransitionRequest request, string state)
        {
            var today = new DateValue { Edtf = owner.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };
            return new Transition
            {
                State = state,
                Effective = request.Effective ?? today,
                Known = request.Known ?? today,
                DecidedBy = request.DecidedBy,
                Reason = request.Reason,
                ReplacedBy = request.ReplacedBy,
            };
        }

        /// <summary>Another record of the type, locked until this write ends.</summary>
        public async Task<Stored?> LockAsync(string name)
        {
            await SendAsync();
            var found = await owner.FindAsync(connection, owner.sql.ReadForUpdate, name, write.Cancellation);
            owner.CheckWorkspace(write, found);
            return found;
        }

        /// <summary>Keeps in mind, outside the database, that the key of a person is destroyed.</summary>
        public async Task NoteErasureAsync(string name)
        {
            if (!write.ValidateOnly && await PersonKeys.WrappedAsync(connection, name, write.Cancellation) is { } wrapped)
            {
                services.Erasures.Add(services.Keys.Mark(name, wrapped));
                CrashPoints.Pass(CrashPoints.EraseNoted);
            }
        }

        public Task DestroyKeyAsync(string name) => PersonKeys.EraseAsync(connection, name, write.Cancellation);

        /// <summary>Lets a name answer with another record, or with its own again.</summary>
        public async Task AliasAsync(string name, string? into)
        {
            await using var command = new NpgsqlCommand(into is null ? "delete from alias where old_name = $1" : "insert into alias (old_name, new_name) values ($1, $2)", connection) { Parameters = { new() { Value = name } } };
            if (into is not null)
            {
                command.Parameters.Add(new() { Value = into });
            }

            await command.ExecuteNonQueryAsync(write.Cancellation);
        }

        public async Task CheckUnreferencedAsync(string name)
        {
            await using var command = new NpgsqlCommand("select from_name from reference where to_name = $1 and from_name <> $1 group by from_name order by from_name", connection) { Parameters = { new() { Value = name } } };
            var referrers = new List<string>();
            await using (var reader = await command.ExecuteReaderAsync(write.Cancellation))
            {
                while (await reader.ReadAsync(write.Cancellation))
                {
                    referrers.Add(reader.GetString(0));
                }
            }

            if (referrers.Count > 0)
            {
                // Those the caller may not see are neither named nor counted.
                var seen = await services.References.SeenAsync(connection, referrers, write.Caller, write.Cancellation);
                throw Errors.StillReferenced(name, referrers.Where(seen.Contains), seen.Count);
            }
        }

        /// <summary>Sends what was to be written and the last statement of the write, in one round trip.</summary>
        public async Task SendAsync(NpgsqlBatchCommand? last = null)
        {
            if (last is not null)
            {
                unsent ??= new NpgsqlBatch(connection);
                unsent.BatchCommands.Add(last);
            }

            if (unsent is { } batch)
            {
                unsent = null;
                await using (batch)
                {
                    await batch.ExecuteNonQueryAsync(write.Cancellation);
                }
            }
        }

        private async Task<T> StoreAsync(string kind, Stored? current, T next, string name, bool deleted)
        {
            await SendAsync();
            if (!type.Declares(kind))
            {
                throw new InvalidOperationException($"{type.TypeName} does not declare changes of kind '{kind}'.");
            }

            var byTransition = kind.Contains('.', StringComparison.Ordinal);
            RecordKeeper.Carry(type, current?.Message, next, write.Caller, services.Time.GetUtcNow(), byTransition);
            ValueNormalizer.Normalize(next);
            type.Shape.SetName(next, name);
            var uses = ReferenceWalker.Find(next);
            if (type.Pattern.IsNested)
            {
                uses.Add(new ReferenceUse("parent", type.Pattern.ParentOf(name), "*"));
            }

            var context = RecordKeeper.Judge(type, current?.Message, next, byTransition);
            if (!byTransition)
            {
                // Before the guards, which may compute fields anew: that is no change of the caller's.
                type.FieldRules.Check(type, context, write.Caller, deleted);
            }

            foreach (var guard in deleted ? type.DeletionGuards : type.Guards)
            {
                await guard(context, Neighbors);
            }

            RecordKeeper.Conclude(type, context, uses);
            // A merged record keeps its references: it may come back.
            var references = deleted && type.Shape.Record(next).MergedInto.Length == 0
                ? new References.Checked([], new HashSet<string>(StringComparer.Ordinal))
                : await services.References.CheckAsync(connection, name, isNew: current is null, uses, write.Chooses ? write.Caller : null, write.Cancellation);
            var record = type.Shape.Record(next);
            record.UnverifiedReferences.Clear();
            record.UnverifiedReferences.Add(references.Unverified.Order(StringComparer.Ordinal));
            if (owner.personal is { } personal)
            {
                await services.Keys.SealAsync(connection, personal, name, next, current?.Message, write.Cancellation);
            }

            var version = (current?.Version ?? 0) + 1;
            var now = services.Time.GetUtcNow();
            var stamp = Timestamp.FromDateTimeOffset(now.AddTicks(-(now.Ticks % 10)));
            if (current is not null && kind == "updated" && RecordKeeper.Same(type, current.Message, next, version - 1))
            {
                return current.Message;
            }

            var created = current is null ? stamp : type.Shape.CreateTime(current.Message) ?? stamp;
            type.Shape.Stamp(next, name, version, created, stamp, deleted ? stamp : null);
            unsent = new NpgsqlBatch(connection);
            Save(kind, current, next, name, version, deleted, created, stamp);
            ReplaceReferences(name, references);
            await KeepIdentifiersAsync(current?.Message, next, name);
            return next;
        }

        private void Save(string kind, Stored? current, T next, string name, long version, bool deleted, Timestamp created, Timestamp stamp)
        {
            var body = next.ToByteArray();
            var changed = ChangeDraft.Differences(current?.Message, next);
            var valid = type.ValidDate(next);
            var draft = new ChangeDraft(
                type.TypeName, name, version, kind, write.Caller.Actor, write.Caller.OnBehalfOf, write.Reason, write.RequestId, write.Caller.TraceParent,
                RecordedTime(current, stamp), Dates.Day(RecordRules.KnownDays(type.Shape.Record(next)).First) as DateOnly?, valid?.Edtf ?? "", changed, body, deleted, type.Shape.Record(next).Workspace);
            var hash = ChangeHash.Of(draft, current?.Hash ?? []);
            var row = new NpgsqlBatchCommand(current is null ? owner.sql.Insert : owner.sql.Update);
            foreach (var value in new object[] { name, version, body, hash, created.ToDateTime(), stamp.ToDateTime() })
            {
                row.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            row.Parameters.Add(new NpgsqlParameter { Value = deleted ? stamp.ToDateTime() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            foreach (var column in type.Computed)
            {
                row.Parameters.Add(new NpgsqlParameter { Value = column.Value(next) ?? DBNull.Value, NpgsqlDbType = column.DbType });
            }

            unsent!.BatchCommands.Add(row);
            unsent.BatchCommands.Add(ChangeRow.Insert(draft, hash));
        }

        // Clocks of two processes may differ; versions of a record are recorded in their order all the same.
        private static DateTime RecordedTime(Stored? current, Timestamp stamp) =>
            current is not null && RecordKeeper.Updated(current.Message) is var before && before > stamp ? before.ToDateTime() : stamp.ToDateTime();

        private async Task KeepIdentifiersAsync(T? before, T after, string name)
        {
            var (old, now) = (Live(before), Live(after));
            if (ExternalIdentifiers.Same(old, now))
            {
                return;
            }

            // The row goes first: two who make one record meet at its name, where the loser starts again.
            await SendAsync();
            if (await ExternalIdentifiers.KeepAsync(connection, type.TypeName, name, now, write.Cancellation) is { } taken)
            {
                throw taken.Holder is { } holder && (await services.References.SeenAsync(connection, [holder], write.Caller, write.Cancellation)).Contains(holder)
                    ? Errors.AlreadyExists(holder, taken.Field, taken.Value)
                    : Errors.NotFree(taken.Field, taken.Value);
            }
        }

        private Record? Live(T? message) => message is null || (type.Shape.DeleteTime(message) is not null && type.Shape.Record(message).MergedInto.Length == 0) ? null : type.Shape.Record(message);

        private void ReplaceReferences(string name, References.Checked references)
        {
            unsent!.BatchCommands.Add(new NpgsqlBatchCommand("delete from reference where from_name = $1") { Parameters = { new() { Value = name } } });
            if (references.Uses.Count > 0)
            {
                unsent.BatchCommands.Add(new NpgsqlBatchCommand("insert into reference (from_name, field, to_name, verified) select $1, * from unnest($2::text[], $3::text[], $4::boolean[])")
                {
                    Parameters =
                    {
                        new() { Value = name },
                        new() { Value = references.Uses.Select(u => u.Field).ToArray() },
                        new() { Value = references.Uses.Select(u => u.Target).ToArray() },
                        new() { Value = references.Uses.Select(u => !references.Unverified.Contains(u.Target)).ToArray() },
                    },
                });
            }
        }
    }
}
