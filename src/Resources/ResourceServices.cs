using EGovPlatform.Resources.Changes;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>What every resource store of a service shares.</summary>
/// <param name="Service">This service.</param>
/// <param name="Database">Its database.</param>
/// <param name="References">Checks names in records.</param>
/// <param name="Keys">Seals personal fields.</param>
/// <param name="Erasures">Remembers whose keys were destroyed.</param>
/// <param name="Sequencer">Told after each commit that a change waits for its position.</param>
/// <param name="Time">The clock.</param>
public sealed record ResourceServices(
    ServiceIdentity Service, NpgsqlDataSource Database, References References, PersonKeys Keys, ErasureLedger Erasures, SequencerSignal Sequencer, TimeProvider Time);
