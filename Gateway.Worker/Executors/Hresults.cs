namespace Gateway.Worker.Executors;

/// <summary>HRESULTs that MXAccess is known to return, with their explanations.</summary>
public static class Hresults
{
    public const int Ok = 0;

    /// <summary>E_INVALIDARG: an invalid handle, or a write before the item's type is known.</summary>
    public const int InvalidArgument = unchecked((int)0x80070057);

    /// <summary>E_ACCESSDENIED: AddItem without the MXAccess runtime licence.</summary>
    public const int AccessDenied = unchecked((int)0x80070005);

    /// <summary>CO_E_NOT_SUPPORTED: WriteSecured was seen to return it.</summary>
    public const int NotSupported = unchecked((int)0x80004021);

    /// <summary>REGDB_E_CLASSNOTREG: the caller is a 64-bit process, or MXAccess is not installed.</summary>
    public const int ClassNotRegistered = unchecked((int)0x80040154);

    /// <summary>E_NOINTERFACE. The worker returns it when this version of the component does not have the method.</summary>
    public const int NoInterface = unchecked((int)0x80004002);

    /// <summary>
    /// ERROR_INVALID_TIME as an HRESULT. It comes from the worker: the item time of a timed write is not a time.
    /// </summary>
    public const int InvalidTime = unchecked((int)0x8007076D);

    /// <summary>ERROR_TIMEOUT as an HRESULT. It comes from the worker: no first callback of a ReadBulk arrived in time.</summary>
    public const int TimedOut = unchecked((int)0x800705B4);

    /// <summary>
    /// E_ABORT. It comes from the worker: the server handle was unregistered, or the executor ended, while a ReadBulk waited.
    /// </summary>
    public const int Aborted = unchecked((int)0x80004004);

    public static bool Failed(int hresult) => hresult < 0;

    /// <summary>Explains a failing HRESULT; null for success.</summary>
    public static string? Describe(int hresult) => hresult switch
    {
        >= 0 => null,
        InvalidArgument => "E_INVALIDARG: a handle is not valid, or the item was written before its first value arrived.",
        AccessDenied => "E_ACCESSDENIED: the MXAccess runtime licence is missing or expired.",
        NotSupported => "CO_E_NOT_SUPPORTED: the component refused a secured write in this form.",
        ClassNotRegistered => "REGDB_E_CLASSNOTREG: MXAccess is not installed, or the process is not 32-bit.",
        NoInterface => "E_NOINTERFACE: this version of MXAccess does not have the method.",
        InvalidTime => "ERROR_INVALID_TIME: the timestamp of the write is not a time; give a date, or text that reads as one.",
        TimedOut => "ERROR_TIMEOUT: no first value arrived within the read time-out.",
        Aborted => "E_ABORT: the server handle was unregistered, or the session ended, before a first value arrived.",
        _ => $"HRESULT 0x{hresult:X8}.",
    };
}
