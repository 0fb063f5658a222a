using System.Buffers;
using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Values;
using Gateway.Web.Streams.Events;
using Gateway.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Benchmarks;

/// <summary>Events as a worker sends them, and a distributor that takes them.</summary>
internal static class BenchmarkEvents
{
    private const int Items = 100;

    private static readonly DateTime Time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static DataChange Change(long sequence) => new(1, 1 + (int)(sequence % Items), MxValue.FromInt32((int)sequence), 192, Time);

    public static void WriteRow(IBufferWriter<byte> output, long sequence) => EventRow.Write(new WireWriter(output), sequence, Time, Change(sequence));

    public static void WriteRowByPackage(IBufferWriter<byte> output, long sequence)
    {
        var writer = new MessagePack.MessagePackWriter(output);
        PackageRow.Write(ref writer, sequence, Time, Change(sequence));
        writer.Flush();
    }

    /// <summary>The body of an events frame.</summary>
    public static byte[] Frame(long first, int count)
    {
        var body = new ArrayBufferWriter<byte>();
        EventsFrame.WritePrefix(body.GetSpan(ProtocolLimits.EventsPrefixBytes), first, count);
        body.Advance(ProtocolLimits.EventsPrefixBytes);
        for (var i = 0; i < count; i++)
        {
            WriteRow(body, first + i);
        }

        return body.WrittenSpan.ToArray();
    }

    public static EventDistributor Distributor(DistributionOptions options)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var distributor = new EventDistributor("session", options, new DistributionMetrics(meters), TimeProvider.System, NullLogger.Instance);
        distributor.Begin("epoch");
        return distributor;
    }

    public static Subscription Subscribe(EventDistributor distributor, DistributionOptions options, StreamRequest request, Action? woken = null) => distributor.Subscribe(new SubscriptionSettings
    {
        SubscriptionId = "subscription",
        Subject = "ada",
        Request = request,
        Limits = new StreamRequestValidator(Options.Create(options)).Grant(request, null),
        Woken = woken,
    });
}
