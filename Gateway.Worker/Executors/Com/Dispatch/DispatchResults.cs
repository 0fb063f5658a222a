namespace Gateway.Worker.Executors.Com.Dispatch;

/// <summary>HRESULTs that an IDispatch returns.</summary>
internal static class DispatchResults
{
    public const int NotImplemented = unchecked((int)0x80004001);
    public const int MemberNotFound = unchecked((int)0x80020003);
    public const int TypeMismatch = unchecked((int)0x80020005);
    public const int UnknownName = unchecked((int)0x80020006);
    public const int Exception = unchecked((int)0x80020009);
    public const int BadParameterCount = unchecked((int)0x8002000E);
}
