using System.Security.Cryptography;
using Gateway.Protocol;

namespace Gateway.Web.Sessions.Workers;

/// <summary>The gateway's half of the handshake. See PROTOCOL.md.</summary>
internal static class WorkerHandshake
{
    /// <param name="reader">Reads from the caller.</param>
    /// <param name="writer">Writes to the caller.</param>
    /// <param name="launch">The worker that is expected, with its nonce.</param>
    /// <param name="admit">Waits until the session needs a worker, and returns the sequence after which events continue. The caller is
    /// told nothing before.</param>
    /// <param name="cancellationToken">Ends the handshake when its time is over.</param>
    /// <returns>The worker's hello, once it has proved that it knows the nonce.</returns>
    /// <exception cref="ProtocolException">The caller is not the session's worker or broke the protocol.</exception>
    public static async Task<HelloFrame> RunAsync(
        FrameReader reader, FrameWriter writer, WorkerLaunch launch, Func<Task<AdoptFrame>> admit, CancellationToken cancellationToken)
    {
        var hello = await reader.ExpectAsync<HelloFrame>(FrameType.Hello, cancellationToken);
        if (hello.Version != ProtocolLimits.Version)
        {
            throw new ProtocolException($"The worker speaks version {hello.Version} of the worker pipe, this gateway speaks version {ProtocolLimits.Version}.");
        }

        if (hello.SessionId != launch.SessionId || hello.Challenge.Length != ProtocolLimits.ChallengeBytes || hello.Epoch.Length is < 1 or > 64)
        {
            throw new ProtocolException("The hello belongs to another session.");
        }

        var adopt = await admit();
        var challenge = RandomNumberGenerator.GetBytes(ProtocolLimits.ChallengeBytes);
        var answer = new ChallengeFrame
        {
            Version = ProtocolLimits.Version,
            Challenge = challenge,
            Proof = HandshakeProof.OfGateway(launch.Nonce, hello, challenge),
        };
        await writer.WriteAsync(FrameType.Challenge, answer, cancellationToken);

        var proof = await reader.ExpectAsync<ProofFrame>(FrameType.Proof, cancellationToken);
        if (!HandshakeProof.Matches(HandshakeProof.OfWorker(launch.Nonce, hello, challenge), proof.Proof))
        {
            throw new ProtocolException("The caller did not prove that it is the session's worker.");
        }

        await writer.WriteAsync(FrameType.Adopt, adopt, cancellationToken);
        reader.MaxBody = ProtocolLimits.MaxBody;
        return hello;
    }
}
