// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import com.twelvemonkeys.imageio.spi.ReaderWriterProviderInfo;
import com.twelvemonkeys.imageio.spi.ReaderWriterProviderInfoTest;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.shell.LearnedProviderInfo;

/** TwelveMonkeys' conformance suite for providers. */
class PcqProviderInfoTest extends ReaderWriterProviderInfoTest {
    @Override
    protected ReaderWriterProviderInfo createProviderInfo() {
        return new LearnedProviderInfo(PictureFormat.PCQ);
    }
}
