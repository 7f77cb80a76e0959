import { createSnapshot } from './src/knowledge/snapshot.ts';
const art=(id:string,title:string,questions:string[])=>({id,file:id,title,questions,tags:[],followUps:[],lang:'en',passages:[{headings:[],anchor:'',markdown:title+'.',text:title+'.',line:1}],places:{questions:[]}}) as any;
const fees = ['what are the fees', 'how high is the deposit fee', 'are there fees', 'is it free of charge'];
const limits = ['is there a daily limit', 'how much may I send', 'what is the maximum', 'daily maximum'];
for(const q of ['is there a fee','daily fee','fee or limit','how high is the limit','what is the daily deposit fee','what is it']) for(const [a,b] of [[[],[]],[['daily fee'],[]],[[],['deposit maximum']],[[],['how high may it be']]]) for (const caution of ['balanced','careful'] as const){
 const s=createSnapshot([art('fees','Fees',[...fees,...a]),art('limits','Limits',[...limits,...b])],{caution} as any);const r=s.answer(q);console.log(q,'|',a,b,caution,r.kind,r.hits.map(h=>h.article.id+' '+h.confidence.toFixed(2)).join(', '));}
