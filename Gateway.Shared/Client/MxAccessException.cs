using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>MXAccess answered a command with a failing HRESULT, which is also <see cref="Exception.HResult"/>.</summary>
public sealed class MxAccessException : Exception
{
    public MxAccessException(MxReply reply)
        : base(TextOf(reply))
    {
        Reply = reply;
        HResult = reply.Hresult;
    }

    /// <summary>The complete reply.</summary>
    public MxReply Reply { get; }

    public MxMethod Method => Reply.Method;

    private static string TextOf(MxReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return $"{reply.Method} failed with HRESULT 0x{reply.Hresult:X8}. {reply.Diagnostic}".TrimEnd();
    }
}
