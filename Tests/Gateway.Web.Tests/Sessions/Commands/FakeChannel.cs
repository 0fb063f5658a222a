using System.Threading.Channels;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Sessions.Commands;

namespace Gateway.Web.Tests.Sessions.Commands;

/// <summary>The worker's end of the command channel. It records what was sent, and it can be broken or stop reading.</summary>
internal sealed class FakeChannel : IFrameChannel
{
    private readonly Channel<object> _sent = Channel.CreateBounded<object>(10_000);

    public bool Broken { get; set; }

    public bool Stuck { get; set; }

    public async ValueTask SendAsync<T>(FrameType type, T message, CancellationToken cancellationToken)
    {
        if (Broken)
        {
            throw new IOException("broken");
        }

        if (Stuck)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        }

        _sent.Writer.TryWrite(message!);
    }

    public async Task<T> NextAsync<T>() => (T)await _sent.Reader.ReadAsync().WithTimeout($"a {typeof(T).Name}");
}
