using System.Security.Cryptography;
using Gateway.Protocol;

namespace Gateway.Shared.Tests.Protocol;

public sealed class HandshakeProofTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] GatewayChallenge = [.. Enumerable.Repeat((byte)0xaa, 32)];
    private static readonly HelloFrame Hello = new()
    {
        Version = 1,
        SessionId = "session-1",
        Epoch = "epoch-1",
        ProcessId = 4711,
        Challenge = [.. Enumerable.Repeat((byte)0xbb, 32)],
    };

    [Fact]
    public void The_same_facts_give_the_same_proof()
    {
        Assert.True(HandshakeProof.Matches(OfWorker(Hello), OfWorker(Hello with { })));
        Assert.Equal(32, OfWorker(Hello).Length);
    }

    [Fact]
    public void A_proof_that_is_reflected_does_not_match() =>
        Assert.False(HandshakeProof.Matches(OfWorker(Hello), HandshakeProof.OfGateway(Nonce, Hello, GatewayChallenge)));

    [Fact]
    public void A_proof_that_is_replayed_under_another_challenge_does_not_match()
    {
        Assert.False(HandshakeProof.Matches(OfWorker(Hello), HandshakeProof.OfWorker(Nonce, Hello, new byte[32])));
        Assert.False(HandshakeProof.Matches(OfWorker(Hello), OfWorker(Hello with { Challenge = new byte[32] })));
    }

    [Fact]
    public void Another_sessions_nonce_does_not_match() =>
        Assert.False(HandshakeProof.Matches(OfWorker(Hello), HandshakeProof.OfWorker(RandomNumberGenerator.GetBytes(32), Hello, GatewayChallenge)));

    [Fact]
    public void Every_fact_of_the_hello_is_covered()
    {
        HelloFrame[] others =
        [
            Hello with { Version = 2 }, Hello with { SessionId = "session-2" }, Hello with { Epoch = "epoch-2" }, Hello with { ProcessId = 4712 },
        ];
        Assert.All(others, other => Assert.False(HandshakeProof.Matches(OfWorker(Hello), OfWorker(other))));
    }

    [Fact]
    public void Fields_do_not_run_together() =>
        Assert.False(HandshakeProof.Matches(
            OfWorker(Hello with { SessionId = "ab", Epoch = "c" }), OfWorker(Hello with { SessionId = "a", Epoch = "bc" })));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_proof_of_another_length_does_not_match(int length) =>
        Assert.False(HandshakeProof.Matches(OfWorker(Hello), new byte[length]));

    [Fact]
    public void The_proof_is_the_documented_one() =>
        Assert.Equal(
            HMACSHA256.HashData(Nonce, Documented("worker")),
            OfWorker(Hello));

    private static byte[] OfWorker(HelloFrame hello) => HandshakeProof.OfWorker(Nonce, hello, GatewayChallenge);

    private static byte[] Documented(string role)
    {
        byte[][] parts =
        [
            System.Text.Encoding.UTF8.GetBytes(role), BitConverter.GetBytes(1), "session-1"u8.ToArray(), "epoch-1"u8.ToArray(),
            BitConverter.GetBytes(4711), Hello.Challenge, GatewayChallenge,
        ];
        return [.. parts.SelectMany(part => BitConverter.GetBytes(part.Length).Concat(part))];
    }
}
