using System.Diagnostics;
using System.Globalization;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Exchange;
using EGovPlatform.Testing;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Files are written while records are read. Measures the memory of this process, so no other test runs beside it.</summary>
[Collection(nameof(RecordExportMemoryTests))]
[CollectionDefinition(nameof(RecordExportMemoryTests), DisableParallelization = true)]
public sealed class RecordExportMemoryTests
{
    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Xlsx)]
    public async Task The_first_part_leaves_before_the_last_record_is_read_and_memory_does_not_grow(TableFormat format)
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var peaks = new List<long>();
        // docs/benchmarks.md has what EGOV_EXPORT_ROWS=1000000 gave.
        var all = int.TryParse(Environment.GetEnvironmentVariable("EGOV_EXPORT_ROWS"), CultureInfo.InvariantCulture, out var rows) ? rows : 200_000;
        foreach (var (from, count) in new[] { (0, 20_000), (20_000, all - 20_000) })
        {
            await FillAsync(mart, from, count);
            var (parts, lines, bytes, first, clock) = (0, 0L, 0L, TimeSpan.Zero, Stopwatch.StartNew());
            var (peak, before) = (0L, GC.GetTotalMemory(forceFullCollection: true));
            await new RecordExports(mart.Records).WriteAsync(new() { Records = new() { Measure = "records" }, Format = format }, MartUnderTest.Staff, async part =>
            {
                first = parts == 0 ? clock.Elapsed : first;
                bytes += part.Data.Length;
                if (parts++ == 0 && count > 100_000)
                {
                    // The database still has rows to send and waits for us to take them.
                    await Eventually.Async("the database to wait for the reader", () => mart.ScalarAsync<bool>("select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'ClientWrite')"));
                }

                lines += format == TableFormat.Csv ? part.Data.Span.Count((byte)'\n') : 0;
                if (parts % Math.Max(8, all / 25_000) == 0)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }, CancellationToken.None);
            Assert.True(parts > 1, "one part is no stream");
            Assert.True(format != TableFormat.Csv || lines == from + count + 1, $"{lines} lines");
            peaks.Add(peak);
            TestContext.Current.SendDiagnosticMessage($"{format}, {from + count} records: {bytes} bytes in {clock.Elapsed.TotalSeconds:0.0} s, the first part after {first.TotalMilliseconds:0} ms, at most {peak} bytes held");
        }

        Assert.True(peaks[1] - peaks[0] < 2_000_000, $"20,000 records took {peaks[0]} bytes at most, {all} took {peaks[1]}");
    }

    private static async Task FillAsync(MartUnderTest mart, int from, int count)
    {
        await mart.ExecuteAsync($"""
            insert into mart.record (name, version, service, type, position, recorded_time, deleted, private, year, quarter, month, title, kind, state, program, certainty, visibility, shared_with, countries, parties, publications, search, body)
            select 'engagements/e' || lpad(n::text, 9, '0'), 1, 'activities', 'Engagement', n, now(), false, false, 'undated', 'undated', 'undated', 'Engagement ' || md5(n::text), 'FORUM', 'HELD', '', 'CONFIRMED', 'PUBLIC', '{"{}"}', '{"{}"}', '{"{}"}', '{"{}"}', '', ''
            from generate_series({from.ToString(CultureInfo.InvariantCulture)}, {(from + count - 1).ToString(CultureInfo.InvariantCulture)}) n
            """);
        await mart.ExecuteAsync("insert into mart.head select name, version, deleted, private, visibility, visible_from from mart.record on conflict do nothing");
    }
}
