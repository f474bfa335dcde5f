// tests/bench/press/peers/FopLoop.java -- XSL-FO through one Apache FOP: FopLoop CONF COUNT OUT FILE...
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.fop.apps.Fop;
import org.apache.fop.apps.FopFactory;

public class FopLoop {
	public static void main(String[] args) throws Exception {
		FopFactory factory = FopFactory.newInstance(new File(args[0]));
		TransformerFactory transformers = TransformerFactory.newInstance();
		int count = Integer.parseInt(args[1]), files = args.length - 3;

		for (int i = 0; i < count; i++) {
			File target = new File(String.format("%s-%05d.pdf", args[2], i));
			try (OutputStream out = new BufferedOutputStream(new FileOutputStream(target))) {
				Fop fop = factory.newFop("application/pdf", out);
				Transformer identity = transformers.newTransformer();
				identity.transform(new StreamSource(new File(args[3 + i % files])),
				    new SAXResult(fop.getDefaultHandler()));
			}
		}
	}
}
