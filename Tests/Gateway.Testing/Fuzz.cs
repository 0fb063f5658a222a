namespace Gateway.Testing;

/// <summary>
/// Runs a test with many random inputs. Each input has its own seed, which the message of a failure names: set GATEWAY_SEED to
/// it, and the failing input is the first one.
/// </summary>
public static class Fuzz
{
    public static void Run(int quick, int soak, Action<Random> one)
    {
        ArgumentNullException.ThrowIfNull(one);
        for (var i = 0; i < TestScale.Of(quick, soak); i++)
        {
            var seed = TestScale.Seed + i;
            try
            {
                one(new Random(seed));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Failed with GATEWAY_SEED={seed}: {error.Message}", error);
            }
        }
    }

    public static async Task RunAsync(int quick, int soak, Func<Random, Task> one)
    {
        ArgumentNullException.ThrowIfNull(one);
        for (var i = 0; i < TestScale.Of(quick, soak); i++)
        {
            var seed = TestScale.Seed + i;
            try
            {
                await one(new Random(seed)).WithTimeout("one fuzzed input");
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Failed with GATEWAY_SEED={seed}: {error.Message}", error);
            }
        }
    }

    /// <summary>
    /// Makes a few changes to valid bytes: flipped bits, other bytes, removed, duplicated or inserted bytes, truncation.
    /// </summary>
    public static byte[] Mutate(Random random, ReadOnlySpan<byte> valid)
    {
        ArgumentNullException.ThrowIfNull(random);
        List<byte> bytes = [.. valid];
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var run = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.GetItems<byte>([0x00, 0x7f, 0x80, 0xc0, 0xc1, 0xcf, 0xd3, 0xdb, 0xdd, 0xdf, 0xff], 1)[0];
                    break;
                case 3:
                    bytes.RemoveRange(at, run);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, run));
                    break;
                case 5:
                    bytes.InsertRange(at, Bytes(random, run));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    public static byte[] Bytes(Random random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
