using System.IO.Pipelines;
using System.Security.Cryptography;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Workers;

/// <summary>
/// Callers who know everything except the nonce; one of them knows a whole recorded conversation of the real worker.
/// </summary>
public sealed class HandshakeAttackTests
{
    private static readonly WorkerLaunch Launch = new(SampleFrames.Hello.SessionId, "pipe", "simulator", RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes));
    private static readonly AdoptFrame Adopt = new() { ResumeAfter = 0, HeartbeatIntervalMs = 1_000, HeartbeatGraceMs = 5_000 };

    private readonly Pipe _toGateway = new();
    private readonly Pipe _toCaller = new();

    [Fact]
    public async Task The_worker_itself_is_let_in()
    {
        var handshake = Begin();
        var challenge = await GreetAsync(SampleFrames.Hello);
        await SendAsync(FrameType.Proof, new ProofFrame { Proof = HandshakeProof.OfWorker(Launch.Nonce, SampleFrames.Hello, challenge.Challenge) });
        Assert.Equal(SampleFrames.Hello.Epoch, (await handshake.WithTimeout("the handshake")).Epoch);
    }

    [Fact]
    public async Task A_replayed_conversation_fails_because_the_gateways_challenge_is_new()
    {
        // The proof of the real worker from another connection, unchanged.
        var recorded = HandshakeProof.OfWorker(Launch.Nonce, SampleFrames.Hello, RandomNumberGenerator.GetBytes(ProtocolLimits.ChallengeBytes));
        await AssertRefusedAsync(SampleFrames.Hello, _ => recorded);
    }

    [Fact]
    public Task The_gateways_own_proof_sent_back_is_no_workers_proof() => AssertRefusedAsync(SampleFrames.Hello, challenge => challenge.Proof);

    [Fact]
    public async Task A_gateway_cannot_be_made_to_prove_a_callers_challenge_for_him()
    {
        // The caller opens a second conversation with the first one's challenge as its own, and sends back the answer.
        var handshake = Begin();
        var first = await GreetAsync(SampleFrames.Hello);
        var oracle = HandshakeProof.OfGateway(Launch.Nonce, SampleFrames.Hello with { Challenge = first.Challenge }, RandomNumberGenerator.GetBytes(ProtocolLimits.ChallengeBytes));
        await SendAsync(FrameType.Proof, new ProofFrame { Proof = oracle });
        await Assert.ThrowsAsync<ProtocolException>(() => handshake.WithTimeout("the refusal"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    public Task A_proof_that_is_cut_or_longer_is_refused(int length) => AssertRefusedAsync(
        SampleFrames.Hello,
        challenge =>
        {
            var proof = HandshakeProof.OfWorker(Launch.Nonce, SampleFrames.Hello, challenge.Challenge);
            Array.Resize(ref proof, length);
            return proof;
        });

    [Fact]
    public Task A_worker_of_another_session_cannot_use_its_own_nonce() => AssertRefusedAsync(
        SampleFrames.Hello,
        challenge => HandshakeProof.OfWorker(RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes), SampleFrames.Hello, challenge.Challenge));

    [Fact]
    public Task A_proof_holds_for_the_hello_it_was_made_for_only() => AssertRefusedAsync(
        SampleFrames.Hello with { Epoch = "another" }, challenge => HandshakeProof.OfWorker(Launch.Nonce, SampleFrames.Hello, challenge.Challenge));

    [Fact]
    public async Task A_caller_learns_nothing_while_the_session_wants_nobody()
    {
        var wanted = new TaskCompletionSource<AdoptFrame>();
        var asked = new TaskCompletionSource();
        var handshake = WorkerHandshake.RunAsync(
            new FrameReader(_toGateway.Reader.AsStream()), new FrameWriter(_toCaller.Writer.AsStream()), Launch,
            () =>
            {
                asked.SetResult();
                return wanted.Task;
            },
            Patience.Token);
        await SendAsync(FrameType.Hello, SampleFrames.Hello);
        await asked.Task.WithTimeout("the hello to be read");
        Assert.False(_toCaller.Reader.TryRead(out _));
        wanted.SetResult(Adopt);
        await NextAsync<ChallengeFrame>();
        Assert.False(handshake.IsCompleted);
    }

    [Fact]
    public async Task The_nonce_is_in_nothing_that_goes_over_the_pipe_or_is_printed()
    {
        var handshake = Begin();
        var challenge = await GreetAsync(SampleFrames.Hello);
        var proof = HandshakeProof.OfWorker(Launch.Nonce, SampleFrames.Hello, challenge.Challenge);
        await SendAsync(FrameType.Proof, new ProofFrame { Proof = proof });
        await handshake.WithTimeout("the handshake");
        byte[] heard = [.. challenge.Challenge, .. challenge.Proof, .. proof, .. FrameWriter.Encode(FrameType.Challenge, challenge).Span];
        Assert.True(heard.AsSpan().IndexOf(Launch.Nonce) < 0);
        string[] printed = [Launch.ToString(), new WorkerRecord("pipe", Launch.Nonce, new ProcessIdentity(1, "s", "e")).ToString()];
        Assert.All(printed, text => Assert.DoesNotContain(Convert.ToBase64String(Launch.Nonce), text, StringComparison.Ordinal));
        Assert.All(printed, text => Assert.DoesNotContain("Byte[]", text, StringComparison.Ordinal));
    }

    private Task<HelloFrame> Begin() => WorkerHandshake.RunAsync(
        new FrameReader(_toGateway.Reader.AsStream()), new FrameWriter(_toCaller.Writer.AsStream()), Launch, () => Task.FromResult(Adopt), Patience.Token);

    private async Task AssertRefusedAsync(HelloFrame hello, Func<ChallengeFrame, byte[]> prove)
    {
        var handshake = Begin();
        var challenge = await GreetAsync(hello);
        await SendAsync(FrameType.Proof, new ProofFrame { Proof = prove(challenge) });
        await Assert.ThrowsAsync<ProtocolException>(() => handshake.WithTimeout("the refusal"));
        Assert.False(_toCaller.Reader.TryRead(out _), "a refused caller was told something");
    }

    private async Task<ChallengeFrame> GreetAsync(HelloFrame hello)
    {
        await SendAsync(FrameType.Hello, hello);
        return await NextAsync<ChallengeFrame>();
    }

    private async Task SendAsync<T>(FrameType type, T message) => await _toGateway.Writer.WriteAsync(FrameWriter.Encode(type, message));

    private async Task<T> NextAsync<T>() =>
        WireSerializer.Deserialize<T>((await new FrameReader(_toCaller.Reader.AsStream(leaveOpen: true)).ReadAsync(Patience.Token).WithTimeout("a frame"))!.Value.Body.Span);
}
