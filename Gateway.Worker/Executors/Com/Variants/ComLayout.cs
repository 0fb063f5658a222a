namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// Offsets and sizes, in bytes, of the COM structures we read and write, for processes of one pointer size. What is read out
/// of memory is read by these, so that the 32-bit forms can be checked on any machine.
/// </summary>
internal sealed class ComLayout
{
    private const int BytesOfLong = 4;

    private ComLayout(int pointerSize) => PointerSize = pointerSize;

    public static ComLayout Bits32 { get; } = new(4);

    public static ComLayout Bits64 { get; } = new(8);

    /// <summary>The layout of this process.</summary>
    public static ComLayout Current { get; } = IntPtr.Size == 4 ? Bits32 : Bits64;

    public int PointerSize { get; }

    /// <summary>VARIANT: the VARTYPE is at 0; a DECIMAL lies over the whole of it.</summary>
    public int VariantSize => VariantData + (2 * PointerSize);

    public const int VariantData = 8;

    /// <summary>VARIANT.pRecInfo of a VT_RECORD.</summary>
    public int VariantRecordInfo => VariantData + PointerSize;

    /// <summary>DISPPARAMS: pointer to the arguments, last one first, at 0.</summary>
    public int ArgumentNames => PointerSize;

    public int ArgumentCount => 2 * PointerSize;

    public int ArgumentNameCount => ArgumentCount + BytesOfLong;

    public int DispParamsSize => ArgumentNameCount + BytesOfLong;

    /// <summary>SAFEARRAY: the number of dimensions is at 0.</summary>
    public const int ArrayElementSize = 4;

    public int ArrayData => Aligned(12);

    /// <summary>First of the SAFEARRAYBOUNDs: count of elements, lower bound.</summary>
    public int ArrayBounds => ArrayData + PointerSize;

    public const int ArrayBoundSize = 2 * BytesOfLong;

    public int ArraySize => ArrayBounds + ArrayBoundSize;

    public int ExceptionSource => Aligned(4);

    public int ExceptionDescription => ExceptionSource + PointerSize;

    public int ExceptionHelpFile => ExceptionDescription + PointerSize;

    public int ExceptionHelpContext => ExceptionHelpFile + PointerSize;

    /// <summary>EXCEPINFO.pfnDeferredFillIn, behind a reserved pointer.</summary>
    public int ExceptionDeferred => Aligned(ExceptionHelpContext + BytesOfLong) + PointerSize;

    public int ExceptionCode => ExceptionDeferred + PointerSize;

    public int ExceptionSize => Aligned(ExceptionCode + BytesOfLong);

    /// <summary>MXSTATUS_PROXY: success at 0. The same for both pointer sizes.</summary>
    public const int StatusCategory = 4;

    public const int StatusDetectedBy = 8;

    public const int StatusDetail = 12;

    public const int StatusSize = 16;

    private int Aligned(int offset) => (offset + PointerSize - 1) / PointerSize * PointerSize;
}
