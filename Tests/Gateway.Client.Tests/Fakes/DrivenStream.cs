using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Client.Tests.Fakes;

/// <summary>One subscription whose items the test sends.</summary>
internal sealed class DrivenStream(FakeStream stream)
{
    private readonly Channel<StreamItem> _items = Channel.CreateBounded<StreamItem>(10_000);

    public StreamRequest Request => stream.Request;

    public void Send(params StreamItem[] items) => Assert.All(items, item => Assert.True(_items.Writer.TryWrite(item)));

    public void Fail(GatewayErrorCode code) => _items.Writer.TryComplete(new GatewayException(code, "gone"));

    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Aborts the connection that the subscription belongs to.</summary>
    public void LoseConnection() => stream.Abort();

    public async IAsyncEnumerable<StreamItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in _items.Reader.ReadAllAsync(cancellationToken))
        {
            yield return item;
        }
    }
}
