using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Executors.Com.Interfaces;

/// <summary>The text that a component may leave with a failing HRESULT (IErrorInfo).</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class ErrorInfo
{
    private const int SlotOfGetDescription = 5;
    private const int MaxText = 512;

    /// <summary>Clears the text, so that an old text is not attributed to the next call.</summary>
    public static void Clear() => _ = OleAut32.SetErrorInfo(0, 0);

    /// <summary>Takes the text that the last call on this thread left; null when there is none.</summary>
    public static string? Take()
    {
        if (OleAut32.GetErrorInfo(0, out var info) != Hresults.Ok || info == 0)
        {
            return null;
        }

        nint text = 0;
        ((delegate* unmanaged[Stdcall]<nint, nint*, int>)ComPointer.Slot(info, SlotOfGetDescription))(info, &text);
        ComPointer.Release(ref info);
        if (text == 0)
        {
            return null;
        }

        var description = ComMemory.ReadBstr(text);
        Marshal.FreeBSTR(text);
        return description.Length == 0 ? null : description[..Math.Min(description.Length, MaxText)];
    }
}
