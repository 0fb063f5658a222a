using System.Buffers;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.HubProtocol.Tests;

[Trait("Size", "Long")]
public sealed class FuzzTests
{
    private static readonly MessagePackHubProtocol Protocol = GatewayMessagePack.CreateProtocol();

    private static readonly byte[][] Seeds =
    [
        Bytes(new InvocationMessage("1", "Invoke", ["session", new MxCommand { Method = MxMethod.Write, Value = MxValue.FromDouble(1.5), ItemHandles = [1, 2] }])),
        Bytes(new StreamInvocationMessage("2", "Invoke", ["session", new MxCommand { Method = MxMethod.Ping }])),
        Bytes(new CompletionMessage("3", null, "text", true)),
        Bytes(new CancelInvocationMessage("4")),
        Bytes(new CloseMessage("error", true)),
    ];

    [Fact]
    public void Mutated_and_random_messages_are_read_refused_or_wait_and_nothing_else()
    {
        var random = new Random(TestScale.Seed);
        var binder = new TypeBinder(typeof(string), typeof(string), typeof(MxCommand));
        for (var i = 0; i < TestScale.Of(quick: 20_000, soak: 1_000_000); i++)
        {
            var bytes = Mutate(random, Seeds[random.Next(Seeds.Length)]);
            var input = new ReadOnlySequence<byte>(bytes);
            try
            {
                while (Protocol.TryParseMessage(ref input, binder, out _))
                {
                }
            }
            catch (Exception error) when (Refusals.Is(error))
            {
                // Here SignalR would close the connection.
            }
            catch (Exception error)
            {
                Assert.Fail($"Input {Convert.ToHexString(bytes)} of round {i}, seed {TestScale.Seed}: {error}");
            }
        }
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = seed.ToArray();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static byte[] Bytes(HubMessage message) => Protocol.GetMessageBytes(message).ToArray();
}
