using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using Aspire.Hosting.Native;
using EGovPlatform.Testing;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace EGovPlatform.Integration.Tests.Notices;

/// <summary>A mail server on this machine that keeps what it gets and refuses what it is told to.</summary>
public sealed class MailCatcher : IAsyncDisposable
{
    private readonly ConcurrentQueue<Caught> caught = new();
    private readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    /// <param name="port">Where it listens; null for a free port.</param>
    /// <param name="door">How it is entered; null for anybody, in the clear.</param>
    public MailCatcher(int? port = null, MailDoor? door = null)
    {
        Port = port ?? Machine.FreePort();
        Door = door ?? new MailDoor();
        var services = new ServiceProvider();
        services.Add(new Store(this));
        services.Add((IMailboxFilterFactory)new Filter());
        services.Add((IUserAuthenticatorFactory)new DelegatingUserAuthenticatorFactory(_ => new DelegatingUserAuthenticator((user, password) => user == MailDoor.User && password == Door.Password)));
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e => Door.Put(e.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)))).Build();
        running = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
    }

    public int Port { get; }

    public MailDoor Door { get; }

    /// <summary>Answers the next mails to an address with 451: try later.</summary>
    public void Fail(string address, int times) => failures[address] = times;

    /// <summary>What came for an address, oldest first.</summary>
    public IReadOnlyList<Caught> For(string address) => [.. caught.Where(c => c.To == address)];

    /// <summary>Waits until so many mails came for an address.</summary>
    public async Task<IReadOnlyList<Caught>> WaitAsync(string address, int count)
    {
        await Eventually.Async($"{count} mails for {address}", () => For(address).Count >= count);
        return For(address);
    }

    /// <summary>Waits for the token that confirms an address: the line of the text that is one.</summary>
    public async Task<string> TokenAsync(string address, int which = 1) =>
        (await WaitAsync(address, which))[which - 1].Text.Split('\n').Select(l => l.Trim()).Single(l => l.Length == 43 && !l.Contains(' ', StringComparison.Ordinal));

    /// <summary>Ends it; a test that did so before its fixture does no harm.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private bool Fails(string address) =>
        failures.TryGetValue(address, out var left) && left > 0 && failures.TryUpdate(address, left - 1, left);

    /// <summary>Keeps mails.</summary>
    private sealed class Store(MailCatcher catcher) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            var to = transaction.To.Single().AsAddress();
            if (catcher.Fails(to))
            {
                return new SmtpResponse(SmtpReplyCode.Aborted, "later");
            }

            using var stream = new MemoryStream(buffer.ToArray());
            catcher.caught.Enqueue(new Caught(to, await MimeMessage.LoadAsync(stream, cancellationToken), System.Text.Encoding.UTF8.GetString(buffer.ToArray())));
            return SmtpResponse.Ok;
        }
    }

    /// <summary>Knows no mailbox of gone.example.</summary>
    private sealed class Filter : IMailboxFilter, IMailboxFilterFactory
    {
        public IMailboxFilter CreateInstance(ISessionContext context) => this;

        public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => Task.FromResult(to.Host != "gone.example");
    }
}

/// <summary>A mail that came.</summary>
/// <param name="To">The mailbox of the envelope.</param>
/// <param name="Message">What was sent.</param>
/// <param name="Raw">The same as it was on the wire.</param>
public sealed record Caught(string To, MimeMessage Message, string Raw)
{
    public string Text => Message.TextBody!.ReplaceLineEndings("\n");
}
